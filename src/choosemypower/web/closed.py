"""A place whose homes cannot choose: who serves it, why, and where there is choice near by."""

from choosemypower import paths
from choosemypower.territories.answers import who_serves
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import City, OtherUtility, ZipArea, ZipKind
from choosemypower.territories.places import nearest_open_cities
from choosemypower.web.meter_form import MeterForm
from choosemypower.web.territory_evidence import EvidenceLine
from choosemypower.web.views import Crumb, PageView
from choosemypower.web.way_back import WayBackLine

NEARBY_CITIES = 6


class ClosedView(PageView, frozen=True, kw_only=True):
    """Why homes of a ZIP or a city cannot choose; or that we do not know who serves it."""

    place: str
    city: City
    statement: str
    """Who serves it, and who sets the prices."""
    utilities: tuple[OtherUtility, ...]
    nearby: tuple[City, ...]
    is_unknown: bool
    home_query: str
    """Of the visitor's home, for the lists of other cities."""
    open_path: str | None
    """The list of plans for the part of a city that is open."""
    evidence: tuple[EvidenceLine, ...] = ()
    """What the sources say of each utility; for a ZIP only."""
    meter_form: MeterForm | None = None
    """For a ZIP only, where a meter look-up is set up."""


def closed_view(
    place: ZipArea | City,
    name: str,
    path: str,
    atlas: Atlas,
    *,
    full_name: str,
    line: WayBackLine,
    share: str = "Homes",
    evidence: tuple[EvidenceLine, ...] = (),
    meter_form: MeterForm | None = None,
) -> ClosedView:
    """The page of a closed ZIP, or of a city that is closed for a share of its homes ("Homes", "Most homes")."""
    city = place if isinstance(place, City) else atlas.cities[place.city_slug]
    is_unknown = place.kind is ZipKind.UNKNOWN
    statement = who_serves(place, atlas)
    return ClosedView(
        title=f"Who supplies electricity in {full_name}?",
        description=statement,
        h1=f"We do not know who serves {name}"
        if is_unknown
        else f"{share} in {name} cannot choose a provider",
        canonical_path=path,
        robots_index=not is_unknown and not line.travel,
        line=line.box,
        travel=line.travel,
        breadcrumbs=(Crumb("Home", "/"), Crumb("Cities", paths.CITIES), Crumb(name)),
        section=paths.CITIES,
        place=name,
        city=city,
        statement=statement,
        utilities=tuple(atlas.other_utilities[slug] for slug in _to_call(place)),
        nearby=nearest_open_cities(atlas, city, NEARBY_CITIES),
        is_unknown=is_unknown,
        home_query=line.home,
        open_path=paths.with_query(paths.city(city.slug), line.home) if city.is_open else None,
        evidence=evidence,
        meter_form=meter_form,
    )


def _to_call(place: ZipArea | City) -> tuple[str, ...]:
    """The utilities whose numbers we show: not those that merely have lines in the county, unless alone."""
    likely = place.likely_others if isinstance(place, ZipArea) else ()
    return likely or place.other_utilities
