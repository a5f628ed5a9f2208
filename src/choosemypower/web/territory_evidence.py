"""How we know who delivers in a ZIP: each utility with what the sources say, as pages show it."""

import msgspec

from choosemypower import paths
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import OtherUtility, Standing, UtilityClaim, ZipArea

STANDING_WORDS = {
    Standing.NAMED: "Named here",
    Standing.REPORTED: "Reported here",
    Standing.POSSIBLE: "Not placed here; has lines elsewhere in the county",
}


class EvidenceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One utility, how sure it is, and who says so."""

    name: str
    path: str | None
    """Its page on this site; None for a utility without choice."""
    standing: str
    sources: tuple[str, ...]


class ClosedChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A utility without choice that may deliver to some homes of an open ZIP."""

    utility: OtherUtility
    is_named: bool


def evidence_lines(area: ZipArea, atlas: Atlas) -> tuple[EvidenceLine, ...]:
    """Every utility that a source places in a ZIP, likeliest first."""
    return tuple(_line(claim, atlas) for claim in area.utility_claims)


def closed_choices(area: ZipArea, atlas: Atlas) -> tuple[ClosedChoice, ...]:
    """The utilities without choice that are named or reported for a ZIP, likeliest first."""
    named = area.named_others
    return tuple(
        ClosedChoice(utility=atlas.other_utilities[slug], is_named=slug in named)
        for slug in area.likely_others
    )


def possible_names(area: ZipArea, atlas: Atlas) -> tuple[str, ...]:
    """Names of the utilities of which we only know that they have lines in the county."""
    return tuple(
        _line(claim, atlas).name for claim in area.utility_claims if claim.standing is Standing.POSSIBLE
    )


def _line(claim: UtilityClaim, atlas: Atlas) -> EvidenceLine:
    utility = atlas.utilities.get(claim.utility)
    return EvidenceLine(
        name=utility.short_name if utility else atlas.other_utilities[claim.utility].name,
        path=paths.utility(utility.slug) if utility else None,
        standing=STANDING_WORDS[claim.standing],
        sources=tuple(_said(atlas, code) for code in claim.sources),
    )


def _said(atlas: Atlas, code: str) -> str:
    source = atlas.sources[code]
    return (
        f"{source.says} ({source.dated})" if source.dated and source.dated not in source.says else source.says
    )
