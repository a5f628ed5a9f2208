"""What choices are called on screen, each as its group says it."""

from collections.abc import Mapping

from choosemypower.facets.model import Choice, Choices
from choosemypower.facets.table import FACET_OF

GROUP_LABELS = {group: facet.label for group, facet in FACET_OF.items()}


def option_label(choice: Choice, names: Mapping[str, str]) -> str:
    """What stands beside the option's box. `names` gives providers' and utilities' names by slug."""
    return FACET_OF[choice.group].option_label(choice.word, names)


def choice_label(choice: Choice, names: Mapping[str, str]) -> str:
    """What a chip or a sentence calls the choice, understood without its group's heading."""
    return FACET_OF[choice.group].chip_label(choice.word, names)


def title_words(choices: Choices, names: Mapping[str, str]) -> tuple[str, str]:
    """The words before and after "electricity plans" in a title: ("12-month", "by Gexa Energy")."""
    titles = [FACET_OF[choice.group].title(choice.word, names) for choice in choices]
    before = ", ".join(words for words, _ in titles if words)
    return before, ", ".join(words for _, words in titles if words)
