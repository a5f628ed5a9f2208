"""Our quicker templates say what Jinja says."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from choosemypower.web.quick_templates import QuickEnvironment

SOURCE = (
    "{% macro shown(one) %}<b title='{{ one }}'>{{ one ~ '<' }}</b>{% endmacro %}"
    "{{ view.real }}{{ value }}{{ value | string }}{{ value ~ '&' }}{{ shown(value) }}{{ shown(shown(value)) }}"
    "{% for one in [value, value] %}{{ loop.index }}{{ one }}{% endfor %}"
)
OPTIONS: dict[str, Any] = {"undefined": StrictUndefined, "autoescape": True}
PLAIN = Environment(**OPTIONS).from_string(SOURCE)
QUICK = QuickEnvironment(**OPTIONS).from_string(SOURCE)

values = st.one_of(
    st.text(), st.integers(), st.none(), st.booleans(), st.decimals(allow_nan=False), st.text().map(Markup)
)


@given(values)
def test_it_prints_what_jinja_prints(value: object) -> None:
    assert QUICK.render(value=value, view=Decimal(1)) == PLAIN.render(value=value, view=Decimal(1))


def test_what_never_changes_is_worked_out_once() -> None:
    asked: list[str] = []

    def asset(name: str) -> str:
        asked.append(name)
        return f"/assets/{name}?a&b"

    quick = QuickEnvironment(**OPTIONS, constants={"asset": asset, "paths": {}}).from_string(
        "<a href='{{ asset('site.css') }}'>{{ paths }}</a>{% if view %}{{ asset(view) }}{% endif %}"
    )
    assert quick.render(view="x.js") == "<a href='/assets/site.css?a&amp;b'>{}</a>/assets/x.js?a&amp;b"
    assert quick.render(view="") == "<a href='/assets/site.css?a&amp;b'>{}</a>"
    assert asked == ["site.css", "x.js"]


def test_text_is_escaped_and_markup_is_not() -> None:
    template = QuickEnvironment(**OPTIONS).from_string("{{ one }}{{ two }}")
    assert (
        template.render(one='<a href="\'&">', two=Markup("<b>")) == "&lt;a href=&#34;&#39;&amp;&#34;&gt;<b>"
    )


@pytest.mark.parametrize("source", ["{{ nothing }}", "{{ nothing.at_all }}"])
def test_what_is_not_there_is_an_error(source: str) -> None:
    with pytest.raises(UndefinedError):
        QuickEnvironment(**OPTIONS).from_string(source).render()


def test_an_attribute_that_is_not_there_is_an_error() -> None:
    with pytest.raises(AttributeError):
        QuickEnvironment(**OPTIONS).from_string("{{ view.nothing }}").render(view=Decimal(1))
