"""What each choice is called on screen. Words: reference/experience.md §4.3."""

from collections.abc import Mapping
from typing import Final

from choosemypower.facets.grammar import find_term_of_word
from choosemypower.facets.model import MONTH_TO_MONTH, Choice, Choices, Group

RATE_LABELS: Final = {"fixed": "Fixed", "variable": "Variable", "indexed": "Indexed"}
GREEN_LABELS: Final = {"10": "At least 10%", "25": "At least 25%", "50": "At least 50%", "100": "100%"}
FEATURE_LABELS: Final = {
    "prepaid": "Prepaid",
    "no-deposit": "No deposit",
    "autopay-discount": "Autopay discount",
    "time-of-use": "Price depends on the hour",
    "free-weekends": "Free weekends",
    "bill-credit": "Bill credits",
    "smart-meter": "Smart meter",
}
LEAVE_OUT_LABELS: Final = {
    "bill-credit": "Bill credits and low-use fees",
    "time-of-use": "Prices that depend on the hour",
    "prepaid": "Prepaid",
    "new-customers": "New customers only",
    "cancel-fee": "Plans with a fee to leave",
}
CHIP_LABELS: Final = {
    Group.WITHOUT: {
        "bill-credit": "No bill credits",
        "time-of-use": "No prices by the hour",
        "prepaid": "No prepaid",
        "new-customers": "Not only for new customers",
        "cancel-fee": "No fee to leave",
    },
    Group.GREEN: {
        "10": "10% renewable",
        "25": "25% renewable",
        "50": "50% renewable",
        "100": "100% renewable",
    },
    Group.RATE: {"fixed": "Fixed price", "variable": "Variable price", "indexed": "Indexed price"},
    Group.WITH: FEATURE_LABELS,
}
GROUP_LABELS: Final = {
    Group.TERM: "Term",
    Group.RATE: "Price",
    Group.WITHOUT: "Leave out",
    Group.COST: "Cost for a year",
    Group.GREEN: "Renewable",
    Group.WITH: "Only plans with",
    Group.PROVIDER: "Provider",
    Group.UTILITY: "Utility",
}


def option_label(choice: Choice, names: Mapping[str, str]) -> str:
    """What stands beside the option's box. `names` gives providers' and utilities' names by slug."""
    match choice.group:
        case Group.TERM:
            return term_label(choice.word)
        case Group.RATE:
            return RATE_LABELS[choice.word]
        case Group.GREEN:
            return GREEN_LABELS[choice.word]
        case Group.WITH:
            return FEATURE_LABELS[choice.word]
        case Group.WITHOUT:
            return LEAVE_OUT_LABELS[choice.word]
        case Group.COST:
            return f"{_up_to(choice)} (${round(int(choice.word) / 12):,} a month)"
        case Group.PROVIDER | Group.UTILITY:
            return names.get(choice.word, choice.word)


def choice_label(choice: Choice, names: Mapping[str, str]) -> str:
    """What a chip or a sentence calls the choice, understood without its group's heading."""
    if choice.group is Group.COST:
        return f"{_up_to(choice)} a year"
    labels = CHIP_LABELS.get(choice.group)
    return labels[choice.word] if labels is not None else option_label(choice, names)


def _up_to(choice: Choice) -> str:
    return f"Up to ${int(choice.word):,}"


def term_label(word: str) -> str:
    """A term in words: "12 months", "3 to 11 months", "25 months or more", "Month to month"."""
    term = find_term_of_word(word)
    assert term is not None, "labels are made for parsed choices only"
    if term == MONTH_TO_MONTH:
        return "Month to month"
    if term.to_months is None:
        return f"{term.from_months} months or more"
    if term.is_single:
        return f"{term.from_months} months"
    return f"{term.from_months} to {term.to_months} months"


def title_words(choices: Choices, names: Mapping[str, str]) -> tuple[str, str]:
    """The words before and after "electricity plans" in a title: ("12-month", "by Gexa Energy")."""
    before: list[str] = []
    after: list[str] = []
    for choice in choices:
        label = choice_label(choice, names)
        match choice.group:
            case Group.TERM:
                before.append(_term_adjective(choice.word))
            case Group.RATE:
                before.append(f"{choice.word}-price")
            case Group.GREEN:
                before.append(label)
            case Group.WITH:
                after.append(TITLE_FEATURES[choice.word])
            case Group.WITHOUT | Group.COST:
                after.append(label[0].lower() + label[1:])
            case Group.PROVIDER:
                after.append(f"by {label}")
            case Group.UTILITY:
                after.append(f"for {label} homes")
    return ", ".join(before), ", ".join(after)


def _term_adjective(word: str) -> str:
    """A term before "electricity plans": "12-month", "3- to 11-month", "25-month or longer", "month-to-month"."""
    term = find_term_of_word(word)
    assert term is not None, "labels are made for parsed choices only"
    if term == MONTH_TO_MONTH:
        return "month-to-month"
    if term.to_months is None:
        return f"{term.from_months}-month or longer"
    return f"{word}-month" if term.is_single else f"{term.from_months}- to {term.to_months}-month"


TITLE_FEATURES: Final = {
    "prepaid": "prepaid",
    "no-deposit": "without a deposit",
    "autopay-discount": "with an autopay discount",
    "time-of-use": "priced by the hour",
    "free-weekends": "with free weekends",
    "bill-credit": "with a bill credit",
    "smart-meter": "with a smart meter",
}
