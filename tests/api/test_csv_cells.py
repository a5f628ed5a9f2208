"""CSV cells: safe in a spreadsheet, plain for programs."""

import codecs
import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from choosemypower.api.plan_csv import COLUMNS, cell_text, write_csv
from choosemypower.api.plan_list import PlanAndCost
from tests.support.plans import a_plan


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_a_text_that_looks_like_a_formula_is_disarmed(text: str) -> None:
    assert not cell_text(text).startswith(("=", "+", "-", "@", "\t"))


def test_values_are_written_plainly() -> None:
    assert cell_text(None) == ""
    assert cell_text(True) == "true"
    assert cell_text(Decimal("0.00001")) == "0.00001"
    assert cell_text(Decimal("-5.00")) == "-5.00"
    assert cell_text(date(2026, 1, 9)) == "2026-01-09"
    assert cell_text("two\r\nlines") == "two lines"


def test_a_name_with_commas_and_quotes_stays_one_cell() -> None:
    written = write_csv([PlanAndCost(a_plan(name='Saver, "12"'), None)]).decode()
    assert '"Saver, ""12"""' in written
    assert written.count("\r\n") == 2


def test_a_plan_that_is_gone_has_no_cost() -> None:
    header, row = write_csv([PlanAndCost(a_plan(), None)]).decode("utf-8-sig").splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=True))
    assert cells["usd_per_year"] == cells["method"] == ""
    assert len(cells) == len(COLUMNS)


def test_a_spreadsheet_reads_accents_right() -> None:
    # Excel takes UTF-8 only after a byte order mark; without one it reads the bytes in the machine's code page.
    written = write_csv([PlanAndCost(a_plan(name="Año Nuevo 12®"), None)])
    assert written.startswith(codecs.BOM_UTF8)
    assert written.count(codecs.BOM_UTF8) == 1
    header, row = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))
    assert header[0] == "plan_id"
    assert "Año Nuevo 12®" in row
