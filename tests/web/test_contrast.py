"""Every pair of colours that text, borders and marks are made of, computed from the style sheet itself."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).resolve().parents[2] / "static" / "css" / "site.css").read_text()

TEXT = 4.5
MARK = 3.0
# (foreground, background, least ratio) by WCAG 2.2: 1.4.3 for text, 1.4.11 for borders, focus rings and chart marks.
PAIRS = (
    ("ink", "stone", TEXT), ("ink", "paper", TEXT), ("ink", "sunk", TEXT),
    ("muted", "stone", TEXT), ("muted", "paper", TEXT), ("muted", "sunk", TEXT), ("muted", "bad-bg", TEXT),
    ("brand", "stone", TEXT), ("brand", "paper", TEXT),
    ("brand-hi", "stone", TEXT), ("brand-hi", "paper", TEXT), ("brand-hi", "brand-tint", TEXT),
    ("on-brand", "brand", TEXT), ("on-brand", "brand-hi", TEXT),
    ("visited", "stone", TEXT), ("visited", "paper", TEXT),
    ("warn", "warn-bg", TEXT), ("warn", "paper", TEXT),
    ("bad", "bad-bg", TEXT), ("bad", "paper", TEXT), ("bad", "stone", TEXT),
    ("good", "good-bg", TEXT), ("good", "paper", TEXT),
    ("info", "info-bg", TEXT),
    ("on-mast", "mast", TEXT), ("mast-muted", "mast", TEXT), ("mast", "on-mast", TEXT), ("mast", "mast-muted", TEXT),
    ("edge", "paper", MARK), ("edge", "stone", MARK),
    ("you", "paper", MARK),
    ("c-provider", "paper", MARK), ("c-delivery", "paper", MARK), ("c-provider", "c-delivery", MARK),
    ("c-flat", "paper", MARK),
    ("focus", "paper", MARK), ("focus", "stone", MARK), ("focus-mast", "mast", MARK),
)  # fmt: skip


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme; what the dark theme does not name stays as in the light one."""
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6});", light))
    return found if theme == "light" else found | dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6});", dark))


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("foreground", "background", "least"), PAIRS)
def test_pair_can_be_read(theme: str, foreground: str, background: str, least: float) -> None:
    colors = tokens(theme)
    assert contrast(colors[foreground], colors[background]) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_delivery_bars_stay_apart_from_the_dashed_line_on_the_band(theme: str) -> None:
    colors = tokens(theme)
    band = _mixed(colors["you"], colors["paper"], 0.16)
    assert contrast(colors["c-flat"], band) >= MARK
    assert contrast(colors["c-provider"], band) >= MARK


def test_no_rule_names_a_colour_of_its_own() -> None:
    """Colours stand in the tokens; the mark's marigold and the tray's shadow are the only others outside print."""
    rules = CSS[CSS.index("/* Base */") : CSS.index("@media print")]
    assert set(re.findall(r"#[0-9A-Fa-f]{3,8}\b(?![\w-])", _without_selectors(rules))) <= {"#E0A94A", "#0006"}


def _mixed(top: str, below: str, share: float) -> str:
    pairs = [(int(top[at : at + 2], 16), int(below[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _without_selectors(rules: str) -> str:
    return " ".join(re.findall(r"\{([^{}]*)\}", rules))
