import pytest

from choosemypower.providers.directory import ProviderBook, known_brands
from choosemypower.providers.model import CertificateMatch
from choosemypower.providers.names import display_name, fold_name, slugify


@pytest.mark.parametrize(
    ("listed", "shown"),
    [
        ("GEXA ENERGY", "Gexa Energy"),
        ("TXU ENERGY", "TXU Energy"),
        ("CleanSky Energy", "CleanSky Energy"),
        ("NEC Co-op Energy", "NEC Co-op Energy"),
        ("PRONTO POWER ", "Pronto Power"),
        ("BKV Energy", "BKV Energy"),
        ("CHAMPION ENERGY SERVICES LLC", "Champion Energy Services"),
        ("GOOD CHARLIE & CO LLC", "Good Charlie & Co"),
        ("BRANCH ENERGY (TEXAS) LLC", "Branch Energy"),
        ("Power of Texas", "Power of Texas"),
        ("JUST ENERGY TEXAS LP", "Just Energy Texas"),
        ("4CHANGE ENERGY", "4Change Energy"),
    ],
)
def test_a_provider_is_shown_as_people_write_it(listed: str, shown: str) -> None:
    assert display_name(listed) == shown


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Octopus Energy", "Octopus Energy LLC"),
        ("PRONTO POWER ", "Pronto Power"),
        ("Tara Energy, LLC.", "TARA ENERGY"),
        ("AP Gas & Electric (TX), LLC", "AP GAS AND ELECTRIC"),
        ("GREEN MOUNTAIN ENERGY COMPANY", "Green Mountain Energy"),
    ],
)
def test_spellings_of_one_provider_fold_alike(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


def test_a_provider_that_nobody_knows_is_made_by_rule_and_only_once() -> None:
    book = ProviderBook(known_brands(), {})
    first, second = book.identify("BRAND NEW VOLTS LLC"), book.identify("Brand New Volts")
    assert first == second
    assert first is not None
    assert (first.slug, first.name, first.certificate) == ("brand-new-volts", "Brand New Volts", None)


def test_a_new_provider_gets_its_certificate_from_the_states_directory() -> None:
    book = ProviderBook(known_brands(), {})
    pulse, change = book.identify("PULSE POWER LLC"), book.identify("4CHANGE ENERGY")
    assert pulse is not None
    assert (pulse.certificate, pulse.certificate_match) == ("10259", CertificateMatch.EXACT)
    assert change is not None
    assert (change.certificate, change.certificate_match) == ("10041", CertificateMatch.TRADE_NAME)


def test_a_weak_match_of_a_certificate_says_so() -> None:
    provider = ProviderBook(known_brands(), {}).identify("PAYLESS POWER")
    assert provider is not None
    assert provider.certificate_match is CertificateMatch.SECONDARY


def test_words_of_the_url_grammar_lead_to_their_provider() -> None:
    aliases = {alias: brand.slug for brand in known_brands() for alias in brand.slug_aliases}
    slugs = {brand.slug for brand in known_brands()}
    for word in ("txu", "reliant", "green-mountain", "gexa", "direct-energy", "discount-power"):
        assert word in aliases or word in slugs


def test_a_name_of_signs_only_is_no_provider() -> None:
    assert ProviderBook(known_brands(), {}).identify("***") is None


def test_a_long_slug_ends_at_a_word() -> None:
    assert slugify("one two three four", 12) == "one-two"
