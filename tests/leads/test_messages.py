"""What may stand in a message."""

import pytest

from choosemypower.leads import MessageRefusedError, parse_message

GOOD = {"name": "Ana", "email": "ana@example.org", "message": "Which price is right?"}


def problems(**changes: str) -> set[str]:
    with pytest.raises(MessageRefusedError) as refused:
        parse_message(GOOD | changes)
    return {problem.field for problem in refused.value.problems}


def test_every_wrong_field_is_named_at_once() -> None:
    assert problems(name="n" * 101, email="nobody", message="", website="http://buy") == {
        "name", "email", "message", "website",
    }  # fmt: skip


@pytest.mark.parametrize(
    "email",
    ["", "ana", "ana@", "@example.org", "ana@example", "a b@example.org", "a@b@example.org",
     "ana@example.org, eve@example.org", "ana@exa..mple.org", f"{'a' * 250}@example.org"],
)  # fmt: skip
def test_an_address_that_cannot_be_answered_is_refused(email: str) -> None:
    assert problems(email=email) == {"email"}


@pytest.mark.parametrize(
    "email",
    [
        "ana@example.org",
        "ana.ortiz+power@mail.example.co",
        "ANA@EXAMPLE.ORG",
        "josé@example.mx",
        " ana@example.org ",
    ],
)
def test_an_address_that_can_be_answered_is_taken(email: str) -> None:
    assert parse_message(GOOD | {"email": email}).email == email.strip()


def test_the_name_is_optional() -> None:
    assert parse_message({"email": GOOD["email"], "message": GOOD["message"]}).name is None


def test_line_breaks_stay_in_the_message_only() -> None:
    message = parse_message(
        GOOD | {"name": "Ana\r\nBcc: eve@example.org", "message": "First line\r\n\r\nSecond\x00 line"}
    )
    assert message.name == "Ana Bcc: eve@example.org"
    assert message.text == "First line\n\nSecond  line"


def test_a_message_at_its_limit_is_taken_and_one_above_says_by_how_much() -> None:
    assert len(parse_message(GOOD | {"message": "m" * 5000}).text) == 5000
    with pytest.raises(MessageRefusedError, match="it has 7 too many"):
        parse_message(GOOD | {"message": "m" * 5007})


@pytest.mark.parametrize("seconds", [None, 0.0, 2.9])
def test_a_form_that_was_filled_in_no_time_is_refused(seconds: float | None) -> None:
    with pytest.raises(MessageRefusedError, match="again"):
        parse_message(GOOD, seconds_open=seconds, is_timed=True)
    assert parse_message(GOOD, seconds_open=3.0, is_timed=True)
