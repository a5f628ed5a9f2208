"""Settings: read once, refused by name."""

from pathlib import Path

import msgspec
import pytest

from choosemypower.settings import ENVIRONMENT_NAMES, Settings, SettingsError, load_settings

README = Path(__file__).parents[1] / "README.md"


def test_port_moves_the_default_address_of_the_site() -> None:
    settings = load_settings({"PORT": "5000"})
    assert (settings.port, settings.base_url) == (5000, "http://localhost:5000")


def test_blank_values_count_as_unset() -> None:
    assert load_settings({"DATABASE_URL": " ", "PORT": ""}).database_url is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("DATABASE_URL", "mysql://localhost/plans"),
        ("REDIS_URL", "localhost:6379"),
        ("DB_POOL_MAX", "ten"),
        ("DB_POOL_MIN", "11"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({name: value})


def test_every_field_has_one_variable_and_a_row_in_the_readme() -> None:
    fields = {field.name for field in msgspec.structs.fields(Settings)}
    assert set(ENVIRONMENT_NAMES) == fields
    readme = README.read_text()
    missing = [name for name in ENVIRONMENT_NAMES.values() if f"| `{name}` |" not in readme]
    assert not missing
