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
        ("REDIS_URL", "redis://host:port/0"),
        ("REDIS_URL", "redis://host:6379/cache"),
        ("REDIS_URL", "redis://one:6379,two:6379/0"),
        ("REDIS_URL", "redis+sentinel:///main"),
        ("REDIS_URL", "redis+sentinel://one,two:x/main/0"),
        ("REDIS_URL", "redis+sentinel://one,two/main/first"),
        ("REDIS_URL", "redis+cluster://"),
        ("DB_POOL_MAX", "ten"),
        ("DB_POOL_MIN", "11"),
        ("DATABASE_URL", "postgresql://"),
        ("DATABASE_URL", "postgresql://u:p@h:port/d"),
        ("DATABASE_URL", "postgresql://u:p@h:70000/d"),
        ("DB_CONNECT_TIMEOUT_SECONDS", "0"),
        ("DB_CONNECT_TIMEOUT_SECONDS", "nan"),
        ("DB_COMMAND_TIMEOUT_SECONDS", "-1"),
        ("DB_STATEMENT_CACHE_SIZE", "-5"),
        ("HOST", "localhost"),
        ("BASE_URL", "choosemypower.org"),
        ("BASE_URL", "https://choosemypower.org/plans"),
        ("LOG_LEVEL", "LOUD"),
        ("PLANS", "ftp://h/plans.csv"),
        ("BATCH_DELAY_MS", "-1"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({name: value})


@pytest.mark.parametrize(
    "url",
    [
        "redis://",
        "rediss://user:pass%2Fword@host:6380/2?socket_keepalive=yes",
        "unix:///run/redis.sock?db=1",
        "redis+sentinel://one:26379,two/main/0?sentinel_password=secret",
        "redis+cluster://one:6379,two:6379",
    ],
)
def test_addresses_of_redis_that_can_be_used_are_taken(url: str) -> None:
    assert load_settings({"REDIS_URL": url}).redis_url == url


def test_a_password_in_an_address_that_cannot_be_used_is_not_repeated() -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({"REDIS_URL": "redis://:hush/hush@host:6379/0"})
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "abc", "a whole number"),
        ("DB_COMMAND_TIMEOUT_SECONDS", "abc", "a number"),
        ("USE_CACHED_DATA", "maybe", "true or false"),
        ("CDN", "akamai", "none or fastly or cloudflare or varnish"),
        ("METRICS_PORT", "x", "a whole number"),
        ("DB_POOL_MAX", "0", "from 1 to 1000"),
    ],
)
def test_a_refusal_says_what_the_setting_takes(name: str, value: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        load_settings({name: value})


@pytest.mark.parametrize("password", ["geh#eim", "geh/eim", "geh?eim", "geh[eim"])
def test_a_password_that_breaks_its_address_is_explained_and_not_repeated(password: str) -> None:
    with pytest.raises(SettingsError, match="%2F") as refusal:
        load_settings({"DATABASE_URL": f"postgresql://u:{password}@h/d"})
    assert "geh" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://u:p@h/d"),
        ("DATABASE_URL", "postgres://u:p@[::1]:5432/d"),
        ("DATABASE_URL", "postgresql://u:p@one:5432,two/d"),
        ("DATABASE_URL", "postgresql://postgres:@/d?host=/run/postgresql"),
        ("HOST", "::"),
        ("BASE_URL", "https://choosemypower.org/"),
        ("LOG_LEVEL", "debug"),
        ("PLANS", "https://h/plans.csv"),
    ],
)
def test_a_value_that_can_be_used_is_taken(name: str, value: str) -> None:
    assert getattr(load_settings({name: value}), name.lower()) == value


def test_every_field_has_one_variable_and_a_row_in_the_readme() -> None:
    fields = {field.name for field in msgspec.structs.fields(Settings)}
    assert set(ENVIRONMENT_NAMES) == fields
    readme = README.read_text()
    missing = [name for name in ENVIRONMENT_NAMES.values() if f"| `{name}` |" not in readme]
    assert not missing


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql://site:secret@db/plans\n")
    assert load_settings({"DATABASE_URL_FILE": str(file)}).database_url == "postgresql://site:secret@db/plans"


SECRETS = {
    "DATABASE_URL": "postgresql://owner:secret@db/plans",
    "DATABASE_DIRECT_URL": "postgresql://owner:secret@direct/plans",
    "DATABASE_READ_URL": "postgresql://owner:secret@replica/plans",
    "DATABASE_WEB_URL": "postgresql://reader:secret@db/plans",
    "REDIS_URL": "redis://:secret@cache/0",
    "CDN_KEY": "secret-of-the-cdn",
    "COMPAREPOWER_API_KEY": "secret-of-comparepower",
    "ERCOT_API_KEY": "secret-of-ercot",
    "SMTP_URL": "smtps://mailer:secret@mail:465",
    "SLACK_WEBHOOK_URL": "https://hooks.slack.com/services/T0/B0/secret",
    "OPERATOR_TOKEN": "secret-of-the-operator-0123456789",
}


@pytest.mark.parametrize("name", SECRETS)
def test_every_secret_may_stand_in_a_file(tmp_path: Path, name: str) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRETS[name]}\n")
    # What some of them need besides.
    others = {"DATABASE_URL": "postgresql://owner:other@db/plans", "MAIL_FROM": "site@example.org"}
    others.pop(name, None)
    assert load_settings(others | {f"{name}_FILE": str(file)}) == load_settings(
        others | {name: SECRETS[name]}
    )


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xfe", b"a" * 70_000])
def test_a_file_that_cannot_be_used_is_refused_by_its_variable(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError, match="CDN_KEY_FILE"):
        load_settings({"CDN_KEY_FILE": str(file)})


def test_a_variable_and_its_file_together_are_refused_without_the_secret(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="REDIS_URL_FILE") as refused:
        load_settings({"REDIS_URL": "redis://:hidden@h/0", "REDIS_URL_FILE": str(tmp_path)})
    assert "hidden" not in str(refused.value)


def test_the_name_that_netlify_gives_the_database_is_understood() -> None:
    netlify = {
        "NETLIFY_DATABASE_URL": "postgresql://a/pooled",
        "NETLIFY_DATABASE_URL_UNPOOLED": "postgresql://a/direct",
    }
    settings = load_settings(netlify)
    assert (settings.database_url, settings.database_direct_url) == tuple(netlify.values())
    assert (
        load_settings(netlify | {"DATABASE_URL": "postgresql://b/own"}).database_url == "postgresql://b/own"
    )
