"""What every page's view Struct has in common: head, breadcrumbs, the date of the listings."""

from datetime import UTC, date, datetime

import msgspec

from choosemypower.datasets.model import Dataset, ListingsAge
from choosemypower.units import texas_day
from choosemypower.web.usage_box import UsageBox


class Crumb(msgspec.Struct, frozen=True):
    """One step of the way to a page; the page itself has no path."""

    name: str
    path: str | None = None


class DataNotice(msgspec.Struct, frozen=True, kw_only=True):
    """How old the listings are, in the words that the page shows."""

    as_of: date
    age: ListingsAge
    text: str
    """What follows "Listings as of {date}."; empty while fresh."""
    source: str

    @property
    def is_fresh(self) -> bool:
        return self.age is ListingsAge.FRESH


class PageView(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a view that templates/layouts/page.html reads. Every page's view extends it."""

    title: str
    description: str
    h1: str
    canonical_path: str
    """Path and the query that belongs to the canonical address, without the host."""
    robots_index: bool = True
    breadcrumbs: tuple[Crumb, ...] = ()
    data_notice: DataNotice | None = None
    """None on pages that show nothing of the listings, and while nothing is loaded."""
    json_ld: tuple[dict[str, object], ...] = ()
    """Besides the breadcrumbs, which the layout writes itself."""
    section: str | None = None
    """Path of the menu entry that this page belongs to, e.g. "/providers"."""
    uses_htmx: bool = False
    travel: str = ""
    """The query that takes place and home along to other pages: "from=houston&home=1600"."""
    line: UsageBox | None = None
    """Place and home, below the heading; None on pages that put the line elsewhere, or have none."""


class FieldError(msgspec.Struct, frozen=True):
    """One thing to correct: the id of its control, and what is wrong, said above and beside it alike."""

    field: str
    message: str


class ZipForm(msgspec.Struct, frozen=True, kw_only=True):
    """The question "Your ZIP code", with what was typed and what was wrong with it."""

    field: str = "zip"
    """Beside which control that is said: "city" where the name of one was typed."""
    value: str = ""
    error: str | None = None
    near: tuple[tuple[str, str], ...] = ()
    """Name and address of the places that were perhaps meant."""

    @property
    def errors(self) -> tuple[FieldError, ...]:
        return (FieldError(self.field, self.error),) if self.error else ()


def data_notice(dataset: Dataset, *, now: datetime | None = None, of_one_plan: bool = False) -> DataNotice:
    """What a page must say of the age of its listings; absolute dates, as a kept page cannot say "today"."""
    age = dataset.age_at(now or datetime.now(UTC))
    if age is ListingsAge.FRESH:
        text = ""
    elif of_one_plan:
        text = "This offer may be gone."
    elif age is ListingsAge.OLD:
        text = "Some of these offers may be gone."
    else:
        text = "Many of these offers may be gone: check each facts label."
    return DataNotice(as_of=texas_day(dataset.confirmed_at), age=age, text=text, source=dataset.source)
