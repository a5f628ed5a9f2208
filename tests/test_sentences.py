"""Words for people."""

import pytest

from choosemypower.sentences import with_article


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (800, "an 800"),
        (1600, "a 1,600"),
        (1100, "a 1,100"),
        (8000, "an 8,000"),
        (11, "an 11"),
        (11_500, "an 11,500"),
        (18_000, "an 18,000"),
        (80, "an 80"),
        (110, "a 110"),
        (1_800, "a 1,800"),
    ],
)
def test_a_number_has_the_article_with_which_it_is_said(number: int, words: str) -> None:
    assert with_article(number) == words
