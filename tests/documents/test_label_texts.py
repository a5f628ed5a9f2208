"""The real labels of the study: read right or refused, and never accepted as before when a figure changes."""

import json
import re
import shutil
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from choosemypower.documents import LabelReading, read_label
from choosemypower.evaluation import evaluate_label_texts
from choosemypower.plans.charges import ReadState
from choosemypower.territories.queries import read_atlas_from_files

pytestmark = pytest.mark.shared
SERIES = read_atlas_from_files().delivery_charges


def test_the_given_labels_are_right_or_refused_as_they_should(shared_data: Path) -> None:
    result = evaluate_label_texts(shared_data / "labels", SERIES)
    assert (result["cases"], result["right"], result["wrong"]) == (28, 26, 0)
    assert result["refused"] == result["refused_as_expected"] == 2


def test_a_label_with_one_changed_figure_is_refused_or_read_as_changed(shared_data: Path) -> None:
    folder = shared_data / "labels"
    tried = 0
    for case in json.loads((folder / "labels.json").read_text(encoding="utf-8"))["labels"]:
        text = (folder / case["file"]).read_text(encoding="utf-8")
        before = read_label(text, SERIES)
        if before.state is not ReadState.PROVEN:
            continue
        for spelling in _spellings(case):
            for place in _places(text, spelling):
                for other in _changes(spelling):
                    after = read_label(text[:place] + other + text[place + len(spelling) :], SERIES)
                    tried += 1
                    is_as_before = _figures_of(after) == _figures_of(before)
                    assert after.state is not ReadState.PROVEN or not is_as_before, (
                        case["file"],
                        spelling,
                        other,
                    )
    assert tried > 1000


def _figures_of(reading: LabelReading) -> tuple[object, ...]:
    """Charges and averages without the lines that they were read from."""
    assert reading.charges is not None or reading.state is not ReadState.PROVEN
    items = reading.charges.items if reading.charges is not None else ()
    bare = [msgspec.structs.replace(one, sentence=None) for one in items]
    return bare, reading.charges and reading.charges.delivery, reading.printed_usd_per_kwh


def _places(text: str, spelling: str) -> list[int]:
    """Where a figure stands as an amount: with a sign of money, cents or percent, in the part with the prices."""
    end = re.search(r"Type of Product|Tpe of Product|Disclosure\s+Chart", text)
    amount = re.compile(
        rf"(?<![\d.,])(?:(?<=\$)|(?<=\$ )){re.escape(spelling)}(?![\d]|\.\d)"
        rf"|(?<![\d.,$]){re.escape(spelling)}(?=\s?[¢%])"
    )
    found = amount.finditer(text, 0, end.start() if end else len(text))
    return [match.start() for match in found if not _is_of_export(text, match.start())]


def _is_of_export(text: str, place: int) -> bool:
    """Whether the line is about power sold back, which no home without panels is paid for."""
    line = text[text.rfind("\n", 0, place) + 1 : place].casefold()
    return "buyback" in line or "grid credit" in line


def _changes(spelling: str) -> set[str]:
    """Its first or last digit another, two neighbours swapped, the point moved; never the same number."""
    at = [place for place, char in enumerate(spelling) if char.isdigit()]
    found = {
        spelling[:place] + str((int(spelling[place]) + step) % 10) + spelling[place + 1 :]
        for place in (at[0], at[-1])
        for step in (1, 5)
    }
    for one, other in pairwise(at):
        chars = list(spelling)
        chars[one], chars[other] = chars[other], chars[one]
        found.add("".join(chars))
    whole, _, part = spelling.partition(".")
    if part:
        found |= {f"{whole}{part[0]}.{part[1:]}".rstrip("."), f"{whole[:-1]}.{whole[-1:]}{part}"}
    return {one for one in found if Decimal(one) != Decimal(spelling)}


def _spellings(case: dict[str, Any]) -> set[str]:
    """Every way that the figures of a label's charges and averages are printed."""
    charges, found = case["charges"], set[str]()
    rates = [tier["cents_per_kwh"] for tier in charges["energy"]]
    rates += [part["energy_cents_per_kwh"] for part in charges["time_of_use"]]
    rates += [charges["delivery"]["cents_per_kwh"] or 0, charges["per_kwh_discount_cents"]]
    for cents in filter(None, rates):
        exact = Decimal(str(cents))
        found |= {f"{exact:.{digits}f}" for digits in range(7) if Decimal(f"{exact:.{digits}f}") == exact}
        found.add(f"{exact / 100:f}")
    amounts = [charges["base_usd_per_month"], charges["usd_per_day"], charges["delivery"]["usd_per_month"]]
    amounts += [
        one["usd"]
        for name in ("credits", "always_credits_usd_per_month", "minimum_usage_fees")
        for one in charges[name]
    ]
    for usd in filter(None, amounts):
        found |= {f"{usd:g}", f"{usd:.2f}"}
    rows = [case["printed_cents_per_kwh"].values(), *(case["other_printed_rows"] or {}).values()]
    found |= {f"{price:.1f}" for row in rows for price in row}
    return found | {f"{part['assumed_share'] * 100:g}" for part in charges["time_of_use"]}


SPOILT: dict[str, tuple[Callable[[str], str], int]] = {
    "single blanks": (lambda text: re.sub(r"[ \t]+", " ", text), 26),
    "one line": (lambda text: " ".join(text.split()), 22),
    "a cell a line": (lambda text: re.sub(r"[ \t]{2,}", "\n", text), 22),
    "bars between cells": (lambda text: re.sub(r" {2,}", " | ", text), 25),
    "capitals": (str.upper, 26),
    "c for cents": (lambda text: text.replace("¢", "c"), 26),
    "lost cent signs": (lambda text: text.replace("¢", ""), 22),
    "unknown cent signs": (lambda text: text.replace("¢", "\ufffd"), 23),
    "unbreakable blanks": (lambda text: text.replace(" ", "\u00a0"), 26),
    "split units": (lambda text: text.replace("kWh", "k W h"), 25),
    "blank behind dollars": (lambda text: text.replace("$", "$ "), 26),
    "decimal commas": (lambda text: re.sub(r"(\d)\.(\d+ ?¢)", r"\1,\2", text), 26),
    "symbol font": (lambda text: re.sub(r"[0-9A-Za-z]", lambda one: chr(0xF000 + ord(one[0])), text), 26),
    "hidden digits": (lambda text: re.sub(r"\d", lambda one: chr(0xE100 + int(one[0])), text), 24),
    "lost capitals": (lambda text: text.replace("B", "").replace("E", ""), 23),
    "twice": (lambda text: f"{text}\n\n{text}", 24),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_label_in_another_shape_is_read_right_or_refused(
    shared_data: Path, tmp_path: Path, name: str
) -> None:
    spoil, least_right = SPOILT[name]
    folder = shared_data / "labels"
    shutil.copy(folder / "labels.json", tmp_path / "labels.json")
    (tmp_path / "texts").mkdir()
    for path in (folder / "texts").glob("*.txt"):
        (tmp_path / "texts" / path.name).write_text(spoil(path.read_text("utf-8")), encoding="utf-8")
    result = evaluate_label_texts(tmp_path, SERIES)
    assert result["wrong"] == 0, result["misses"]
    assert int(str(result["right"])) >= least_right
