"""What public statements and the record of Texas say of main ZIP codes: each named utility is named there.

From cities' and co-ops' own pages and the state's list of utilities without choice; not from our table.
"""

import math
from collections import Counter, defaultdict

import pytest

from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import Standing

DELIVERS = {
    "78701": "austin-energy",
    "78738": "pedernales-electric-cooperative austin-energy",
    "78613": "pedernales-electric-cooperative austin-energy",
    "78664": "oncor pedernales-electric-cooperative austin-energy",
    "78660": "oncor austin-energy pedernales-electric-cooperative bluebonnet-electric-cooperative",
    "78626": "city-of-georgetown-electric-utility pedernales-electric-cooperative oncor",
    "78205": "cps-energy",
    "78154": "cps-energy guadalupe-valley-electric-cooperative",
    "78155": "city-of-seguin-electric-utility guadalupe-valley-electric-cooperative",
    "78130": "new-braunfels-utilities guadalupe-valley-electric-cooperative",
    "78006": "city-of-boerne-electric-utility bandera-electric-cooperative pedernales-electric-cooperative cps-energy",
    "78028": "kerrville-public-utility-board",
    "78624": "city-of-fredericksburg-electric-utility central-texas-electric-cooperative",
    "78666": "city-of-san-marcos-electric-utility pedernales-electric-cooperative bluebonnet-electric-cooperative",
    "78644": "city-of-lockhart-electric-utility bluebonnet-electric-cooperative",
    "78648": "city-of-luling-electric-utility guadalupe-valley-electric-cooperative bluebonnet-electric-cooperative",
    "78629": "city-of-gonzales-electric-utility guadalupe-valley-electric-cooperative",
    "78114": "floresville-electric-light-and-power",
    "78602": "city-of-bastrop-electric-utility bluebonnet-electric-cooperative",
    "77833": "city-of-brenham-electric-utility bluebonnet-electric-cooperative",
    "78942": "city-of-giddings-electric-utility bluebonnet-electric-cooperative",
    "78945": "city-of-la-grange-electric-utility fayette-electric-cooperative",
    "77801": "bryan-texas-utilities",
    "77840": "college-station-utilities",
    "77868": "entergy-texas",
    "77340": "entergy-texas midsouth-electric-cooperative sam-houston-electric-cooperative",
    "77301": "entergy-texas sam-houston-electric-cooperative",
    "77351": "city-of-livingston-electric-utility sam-houston-electric-cooperative",
    "77640": "entergy-texas",
    "77575": "city-of-liberty-electric-utility entergy-texas sam-houston-electric-cooperative",
    "77327": "entergy-texas sam-houston-electric-cooperative",
    "77316": "midsouth-electric-cooperative entergy-texas",
    "77354": "midsouth-electric-cooperative entergy-texas centerpoint",
    "77386": "entergy-texas centerpoint",
    "77384": "entergy-texas",
    "77656": "entergy-texas",
    "75601": "swepco",
    "75670": "swepco panola-harrison-electric-cooperative",
    "75501": "swepco bowie-cass-electric-cooperative",
    "75455": "swepco",
    "75652": "oncor rusk-county-electric-cooperative swepco",
    "75766": "oncor cherokee-county-electric-cooperative",
    "79101": "xcel-energy",
    "79401": "lubbock south-plains-electric-cooperative",
    "79072": "xcel-energy",
    "79316": "city-of-brownfield-electric-utility",
    "79235": "city-of-floydada-electric-utility lighthouse-electric-cooperative",
    "79045": "xcel-energy deaf-smith-electric-cooperative",
    "79901": "el-paso-electric",
    "76201": "denton-municipal-electric coserv-electric",
    "75040": "garland-power-and-light oncor",
    "75401": "farmers-electric-cooperative oncor",
    "75402": "farmers-electric-cooperative oncor",
    "76086": "weatherford-municipal-utility-system oncor tri-county-electric-cooperative",
    "76048": "city-of-granbury-electric-utility united-cooperative-services oncor",
    "76266": "city-of-sanger-electric-utility coserv-electric",
    "76230": "city-of-bowie-electric-utility wise-electric-cooperative",
    "76426": "city-of-bridgeport-electric-utility wise-electric-cooperative oncor",
    "75442": "city-of-farmersville-electric-utility",
    "77859": "city-of-hearne-electric-utility",
    "78861": "city-of-hondo-electric-utility medina-electric-cooperative",
    "78380": "nueces",
    "78520": "brownsville-public-utilities-board aep-central magic-valley-electric-cooperative",
    "78550": "aep-central magic-valley-electric-cooperative",
    "77954": "city-of-cuero-electric-utility",
    "77995": "city-of-yoakum-electric-utility",
    "76550": "city-of-lampasas-electric-utility",
    "78643": "city-of-llano-electric-utility",
    "76825": "city-of-brady-electric-utility",
    "75975": "city-of-timpson-electric-utility",
    "75142": "trinity-valley-electric-cooperative",
    "75751": "oncor trinity-valley-electric-cooperative",
    "76031": "oncor united-cooperative-services",
    "76028": "oncor united-cooperative-services",
    "76248": "oncor tri-county-electric-cooperative",
    "76092": "oncor tri-county-electric-cooperative",
    "75034": "coserv-electric oncor",
    "75028": "coserv-electric oncor",
    "75078": "coserv-electric",
    "75009": "coserv-electric grayson-collin-electric-cooperative",
    "75087": "oncor farmers-electric-cooperative",
    "75165": "oncor hilco-electric-cooperative",
    "78653": "bluebonnet-electric-cooperative oncor austin-energy",
    "77957": "jackson-electric-cooperative aep-central",
    "77488": "wharton-county-electric-cooperative centerpoint",
    "77437": "wharton-county-electric-cooperative aep-central",
    "77901": "aep-central victoria-electric-cooperative",
    "76904": "aep-north concho-valley-electric-cooperative",
    "79606": "aep-north taylor-electric-cooperative",
    "76234": "oncor wise-electric-cooperative",
    "76240": "oncor cooke-county-electric-cooperative",
    "77418": "city-of-bellville-electric-utility san-bernard-electric-cooperative",
    "77445": "city-of-hempstead-electric-utility san-bernard-electric-cooperative",
    "77564": "entergy-texas",
    "78351": "nueces",
    "79424": "lubbock south-plains-electric-cooperative",
    "78372": "nueces aep-central",
    "78347": "nueces aep-central",
    "77380": "entergy-texas centerpoint",
    "77385": "entergy-texas centerpoint",
    "77365": "entergy-texas centerpoint",
    "77535": "entergy-texas centerpoint",
    "77701": "entergy-texas",
    "77356": "entergy-texas midsouth-electric-cooperative",
    "75068": "coserv-electric oncor",
    "75070": "oncor coserv-electric",
    "76226": "coserv-electric oncor",
    "78640": "pedernales-electric-cooperative",
    "78612": "bluebonnet-electric-cooperative",
    "79109": "xcel-energy",
    "79936": "el-paso-electric",
    "75662": "swepco",
}

NOT_PLACED = {
    "78664": {"pedernales-electric-cooperative", "austin-energy"},
    "78660": {"pedernales-electric-cooperative", "bluebonnet-electric-cooperative"},
    "77301": {"sam-houston-electric-cooperative"},
    "77575": {"sam-houston-electric-cooperative"},
    "79401": {"south-plains-electric-cooperative"},
    "75401": {"farmers-electric-cooperative"},
    "75402": {"farmers-electric-cooperative"},
    "76086": {"tri-county-electric-cooperative"},
    "78520": {"magic-valley-electric-cooperative"},
    "75142": {"trinity-valley-electric-cooperative"},
    "76028": {"united-cooperative-services"},
    "76248": {"tri-county-electric-cooperative"},
    "75087": {"farmers-electric-cooperative"},
    "75165": {"hilco-electric-cooperative"},
    "77418": {"san-bernard-electric-cooperative"},
    "77445": {"san-bernard-electric-cooperative"},
}
"""What the record has and no source of ours places in the ZIP itself: possible only. A list to shorten."""
AMONG_OTHERS = {"victoria-electric-cooperative": {"78117", "78119"}}
"""Towns of Karnes County, to which EIA gives no line of that co-op."""


@pytest.mark.parametrize("zip_code", DELIVERS)
def test_a_main_zip_names_every_utility_that_is_known_to_deliver_there(zip_code: str, atlas: Atlas) -> None:
    area = atlas.zips[zip_code]
    named = {claim.utility: claim.standing for claim in area.utility_claims}
    missing = {
        slug for slug in DELIVERS[zip_code].split() if named.get(slug, Standing.POSSIBLE) is Standing.POSSIBLE
    }
    assert missing == NOT_PLACED.get(zip_code, set())


def test_the_likeliest_utility_of_a_main_zip_is_never_one_that_is_only_possible(atlas: Atlas) -> None:
    for area in atlas.zips.values():
        claims = {claim.utility: claim.standing for claim in area.utility_claims}
        if (
            str(area.kind) != "unknown"
            and area.most_likely
            and any(one is not Standing.POSSIBLE for one in claims.values())
        ):
            assert claims[area.most_likely] is not Standing.POSSIBLE, area.zip


def test_no_zip_lies_among_those_of_a_co_op_or_city_without_naming_it(atlas: Atlas) -> None:
    """Where four of the five nearest street ZIPs of a county have one, the ZIP between them has it too."""
    streets = [
        area for area in atlas.zips.values() if area.zip_type == "STANDARD" and area.is_active and area.lat
    ]
    holes: dict[str, set[str]] = defaultdict(set)
    for area in streets:
        of_county = [one for one in streets if one.county == area.county and one is not area]
        near = sorted(of_county, key=lambda one: math.hypot(one.lat - area.lat, 0.86 * (one.lon - area.lon)))[
            :5
        ]
        counts = Counter(
            claim.utility
            for one in near
            for claim in one.utility_claims
            if claim.standing is not Standing.POSSIBLE and claim.utility in atlas.other_utilities
        )
        own = {claim.utility for claim in area.utility_claims}
        for slug in {slug for slug, count in counts.items() if count >= 4} - own:
            holes[slug].add(area.zip)
    assert holes == AMONG_OTHERS


def test_every_utility_of_texas_is_named_in_some_zip(atlas: Atlas) -> None:
    """Two co-ops of the north report no ZIP to anybody: EIA has only their counties."""
    placed = {
        claim.utility
        for area in atlas.zips.values()
        for claim in area.utility_claims
        if claim.standing is not Standing.POSSIBLE
    }
    known = {*atlas.utilities, *atlas.other_utilities}
    assert known - placed == {"fort-belknap-electric-cooperative", "southwest-rural-electric-association"}


def test_the_co_op_that_opted_in_is_said_to_be_possible_in_the_city_where_no_source_places_it(
    atlas: Atlas,
) -> None:
    for zip_code in ("78410", "78413", "78414", "78415"):
        claims = {claim.utility: claim.standing for claim in atlas.zips[zip_code].utility_claims}
        assert claims["nueces"] is Standing.POSSIBLE
        assert atlas.zips[zip_code].utilities == ("aep-central",)


@pytest.mark.parametrize("zip_code", ["78501", "78503", "78572"])
def test_homes_that_went_from_sharyland_to_oncor_and_on_to_aep_are_not_offered_oncor(
    zip_code: str, atlas: Atlas
) -> None:
    assert atlas.zips[zip_code].utilities == ("aep-central",)


def test_every_zip_where_people_live_names_somebody_who_delivers_or_says_that_it_is_unknown(
    atlas: Atlas,
) -> None:
    for area in atlas.zips.values():
        if area.zip_type == "STANDARD" and area.is_active:
            assert area.utilities or area.other_utilities or str(area.kind) == "unknown", area.zip


def test_every_utility_that_a_zip_names_has_a_source_with_its_date(atlas: Atlas) -> None:
    for area in atlas.zips.values():
        claimed = {claim.utility for claim in area.utility_claims}
        possible = {claim.utility for claim in area.utility_claims if claim.standing is Standing.POSSIBLE}
        shown = {*area.utilities, *area.other_utilities}
        assert shown <= claimed, area.zip
        assert claimed - shown <= possible & {"nueces"}, area.zip
        assert all(claim.sources for claim in area.utility_claims), area.zip


@pytest.mark.parametrize("zip_code", ["78330", "78351", "78341"])
def test_the_co_op_that_opted_in_is_offered_in_country_towns_among_its_own(
    zip_code: str, atlas: Atlas
) -> None:
    assert set(atlas.zips[zip_code].utilities) == {"aep-central", "nueces"}
