"""Every group and every word is said once, and works everywhere."""

import pytest

from choosemypower.facets import (
    FACET_OF,
    FACETS,
    Choice,
    Group,
    KnownWords,
    PlanIndex,
    canonical_parts,
    choice_label,
    choices_of,
    option_label,
    parse_request,
    title_words,
)
from choosemypower.facets.facet import WordFacet
from choosemypower.facets.table import PANEL
from choosemypower.plans.model import RateType
from tests.support.plans import a_plan

KNOWN = KnownWords(
    providers=frozenset({"txu-energy"}), provider_aliases={"txu": "txu-energy"}, utilities=("oncor", "tnmp")
)
NAMES = {"txu-energy": "TXU Energy", "oncor": "Oncor"}
SAMPLES = {
    Group.TERM: ("12", "month-to-month", "3-11", "25-"),
    Group.COST: ("2000",),
    Group.PROVIDER: ("txu-energy",),
    Group.UTILITY: ("oncor",),
} | {facet.group: tuple(one.word for one in facet.words) for facet in FACETS if isinstance(facet, WordFacet)}
CHOICES = [Choice(group, word) for group in Group for word in SAMPLES[group]]


def test_every_group_has_one_definition_and_one_place_in_the_panel() -> None:
    assert [facet.group for facet in FACETS] == list(Group)
    assert sorted(PANEL) == sorted(Group)


def test_every_kind_of_price_has_a_word() -> None:
    assert set(SAMPLES[Group.RATE]) == {rate.value for rate in RateType}


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: f"{choice.group}={choice.word}")
def test_every_word_is_parsed_counted_named_and_written_back(choice: Choice) -> None:
    chosen = choices_of({choice.group: (choice.word,)})
    by_query = parse_request([], [(choice.group.value, choice.word)], KNOWN, KNOWN.utilities)
    assert by_query.choices == chosen
    segments, query = canonical_parts(chosen)
    assert bool(segments) != bool(query)
    assert parse_request(segments, query, KNOWN, KNOWN.utilities).choices == chosen
    assert option_label(choice, NAMES).strip()
    assert choice_label(choice, NAMES).strip()
    before, after = title_words(chosen, NAMES)
    assert bool(before) != bool(after)
    index = PlanIndex([a_plan()]).with_costs([])
    assert index.count(chosen) in (0, 1)
    (group,) = (group for group in index.option_groups(chosen) if group.group is choice.group)
    assert choice in [option.choice for option in group.options if option.is_chosen]


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.group.value)
def test_every_segment_of_the_sitemap_is_canonical(facet: object) -> None:
    assert facet in FACETS
    for segment, word in FACET_OF[facet.group].segments():  # type: ignore[attr-defined]
        assert parse_request([segment], [], KNOWN).choices.of(facet.group) == (word,)  # type: ignore[attr-defined]
        assert canonical_parts(choices_of({facet.group: (word,)}))[0] == (segment,)  # type: ignore[attr-defined]


def test_the_sitemap_knows_the_usual_lengths_of_a_contract() -> None:
    assert [segment for segment, _ in FACET_OF[Group.TERM].segments()] == [
        "month-to-month", "3-month", "6-month", "12-month", "24-month", "36-month",
    ]  # fmt: skip


def test_words_of_two_groups_never_share_a_segment() -> None:
    segments = [
        segment
        for facet in FACETS
        if isinstance(facet, WordFacet)
        for one in facet.words
        for segment in (one.segment, *one.old_segments)
        if segment is not None
    ]
    assert len(segments) == len(set(segments))
