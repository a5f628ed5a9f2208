"""The list of plans as CSV (RFC 4180), safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from litestar import Response

from choosemypower.api.answers import Page
from choosemypower.api.cost_json import GROUP_WORDS
from choosemypower.api.money import rate, usd
from choosemypower.api.operations import Operation
from choosemypower.api.plan_json import stated_conditions
from choosemypower.api.plan_list import LIST_PLANS, PlanAndCost, UnpagedPlansQuery, list_selection, list_tags
from choosemypower.api.queries import ENTRIES, PageNumber, PageSize
from choosemypower.api.routes import reads
from choosemypower.editions.tags import tag_header
from choosemypower.http import Ready
from choosemypower.pricing import PlanCost
from choosemypower.units import texas_day
from choosemypower.world import World

CSV_TYPE = "text/csv; header=present"
"""Litestar adds the charset."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it Excel reads the file in the code page of its machine, and breaks every ñ."""
# Spreadsheets run a cell that begins with one of these as a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Cell = str | int | bool | Decimal | date | None


def _cost(read: Callable[[PlanCost], Cell]) -> Callable[[PlanAndCost], Cell]:
    return lambda entry: None if entry.cost is None else read(entry.cost)


COLUMNS: tuple[tuple[str, str, Callable[[PlanAndCost], Cell]], ...] = (
    ("plan_id", "Stays the same while the offer stays the same.", lambda e: e.plan.plan_id),
    ("name", "", lambda e: e.plan.name),
    ("provider", "Slug.", lambda e: e.plan.provider_slug),
    ("provider_name", "", lambda e: e.plan.provider_name),
    ("utility", "Slug.", lambda e: e.plan.utility),
    ("term_months", "Whole months; 0 or 1 is month to month.", lambda e: e.plan.term_months),
    ("rate_type", "fixed, variable or indexed.", lambda e: e.plan.rate_type.value),
    (
        "usd_per_kwh_at_500",
        "Average price, delivery included, tax excluded.",
        lambda e: rate(e.plan.usd_per_kwh_500),
    ),
    ("usd_per_kwh_at_1000", "", lambda e: rate(e.plan.usd_per_kwh_1000)),
    ("usd_per_kwh_at_2000", "", lambda e: rate(e.plan.usd_per_kwh_2000)),
    ("renewable_percent", "0 to 100; empty: not stated.", lambda e: e.plan.renewable_percent),
    ("is_prepaid", "true or false.", lambda e: e.plan.is_prepaid),
    ("is_time_of_use", "", lambda e: e.plan.is_time_of_use),
    ("is_new_customers_only", "Empty: not stated.", lambda e: e.plan.is_new_customers_only),
    ("has_usage_fees", "A fee or credit depends on the month's use.", lambda e: e.plan.has_usage_fees),
    (
        "cancel_fee_kind",
        "flat, per_remaining_month, none or unknown.",
        lambda e: e.plan.cancel_fee.kind.value,
    ),
    ("cancel_fee_usd", "Once, or per remaining month.", lambda e: usd(e.plan.cancel_fee.usd)),
    (
        "cancel_fee_worst_case_usd",
        "The most that leaving can cost; empty: unknown.",
        lambda e: usd(e.plan.cancel_fee.worst_case_usd(e.plan.term_months)),
    ),
    ("features", "Words with blanks between.", lambda e: " ".join(e.plan.features)),
    (
        "contradictions",
        "Where its two languages differ, in sentences.",
        lambda e: " ".join(one.sentence for one in e.plan.contradictions),
    ),
    ("suspect", "Why its row contradicts itself; empty when it does not.", lambda e: e.plan.suspect),
    ("is_listed", "false: gone from the current listing.", lambda e: e.plan.is_listed),
    ("first_listed", "Texas day.", lambda e: e.plan.first_listed),
    ("last_listed", "Texas day.", lambda e: e.plan.last_listed),
    ("updated_on", "Texas day.", lambda e: e.plan.updated_on),
    (
        "usd_per_year",
        "The next twelve months at the stated usage, without tax; empty unless all are known.",
        _cost(lambda c: c.usd_per_year),
    ),
    ("usd_per_month", "Mean of the known months' bills.", _cost(lambda c: c.usd_per_month)),
    (
        "give_or_take_usd",
        "How far the known months' bills together can be off; empty: exact, or no estimate.",
        _cost(lambda c: usd(c.interval_usd)),
    ),
    ("highest_month", "Calendar month, 1 to 12.", _cost(lambda c: c.highest_month)),
    ("highest_month_usd", "", _cost(lambda c: c.highest_usd)),
    ("usd_per_kwh", "The known months' bills divided by their kWh.", _cost(lambda c: rate(c.usd_per_kwh))),
    (
        "method",
        "label, listing_explained, listing_line or listing_points.",
        _cost(lambda c: c.method.value),
    ),
    ("group", "Where a list shows the plan.", _cost(lambda c: GROUP_WORDS[c.group])),
    ("known_months", "Months of the year with a known price.", _cost(lambda c: c.known_months)),
    ("page_url", "Its page on this site, without the host.", lambda e: e.plan.url),
    ("facts_label_url", "", lambda e: e.plan.text.facts_url),
    ("gone_on", "Texas day of the first listing without it.", lambda e: e.plan.gone_on),
    (
        "unexplained_credit_usd",
        "Of every month: in the prices, and not explained by the list; all amounts take it as given.",
        _cost(lambda c: usd(c.unexplained_credit_usd)),
    ),
    (
        "as_listed_usd",
        "The first month at the price of `as_listed_on`, which can have changed since.",
        _cost(lambda c: c.as_listed_usd),
    ),
    ("as_listed_on", "Texas day.", _cost(lambda c: c.as_listed.on if c.as_listed is not None else None)),
    (
        "conditions",
        "What the price asks of a home: words with blanks between.",
        lambda e: " ".join(one.kind.value for one in stated_conditions(e.plan)),
    ),
)
"""Name, meaning, and where it comes from. New columns are added at the end."""


class PlansCsvQuery(UnpagedPlansQuery, frozen=True, kw_only=True):
    """All of the list, or one page of it."""

    page: PageNumber | None = None
    page_size: PageSize | None = None


LIST_PLANS_CSV = Operation(
    id="listPlansCsv",
    path="/api/v1/plans.csv",
    summary="The same list as CSV",
    description="RFC 4180: UTF-8 with a byte order mark, so that spreadsheets open it right (Python: `utf-8-sig`), "
    "comma, CRLF, a header line. All rows, unless `page` or `page-size` is given. Texts "
    "that a spreadsheet would run as a formula begin with an apostrophe. Columns: "
    + "; ".join(f"`{name}`{f' ({meaning})' if meaning else ''}" for name, meaning, _ in COLUMNS),
    tag="Plans",
    query=PlansCsvQuery,
    answer_type="text/csv",
    answer_description="One line for each plan.",
    problems=LIST_PLANS.problems,
)


@reads(LIST_PLANS_CSV, budget="plan")
async def list_plans_csv(asked: PlansCsvQuery, world: World) -> Response[bytes]:
    """The plans as a spreadsheet."""
    found = await list_selection(asked, world)
    is_whole = asked.page is None and asked.page_size is None
    page = Page(number=asked.page or 1, size=asked.page_size or ENTRIES)
    entries = found.entries(slice(0, found.total) if is_whole else page.bounds)
    name = f"plans-{texas_day(world.dataset.as_of).isoformat()}.csv"
    return Ready(
        write_csv(entries),
        media_type=CSV_TYPE,
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            **tag_header(*list_tags(found.selection, [])),
        },
    )


def write_csv(entries: Iterable[PlanAndCost]) -> bytes:
    """The header line and one line for each plan."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(name for name, _, _ in COLUMNS)
    writer.writerows([cell_text(read(entry)) for _, _, read in COLUMNS] for entry in entries)
    return BYTE_ORDER_MARK + file.getvalue().encode()


def cell_text(value: Cell) -> str:
    """A cell as CSV writes it: nothing for None, no formula, no line break."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = " ".join(value.replace("\x00", "").splitlines())
        return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


handlers = [list_plans_csv]
