"""The server's own user of the database reads listings and writes only what visitors leave."""

from urllib.parse import urlsplit

import asyncpg
import httpx
import msgspec
import pytest

from choosemypower import database
from choosemypower.migrations import WRITTEN_BY_SERVER, MigrationError, migrate
from choosemypower.settings import Settings, SettingsError, load_settings, settings_of_server
from tests.support.program import running_program
from tests.support.server import running_server
from tests.support.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.db]

OWNER = "postgresql://owner:secret@db.example.org:5432/site"
USERS = """
SELECT array_agg(DISTINCT usename::text) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'choosemypower'
"""
VITALS = {"path": "/electricity-plans/dallas", "device": "phone", "id": "0123456789abcdef", "lcp": 812.4}
EVENT = {"event": "view", "path": "/electricity-plans/dallas"}
MESSAGE = {"name": "Ann", "email": "ann@example.org", "message": "Which plan is the cheapest at night?"}


def as_user(settings: Settings, user: str) -> Settings:
    """These settings with a user of its own for the server; the tests' PostgreSQL asks for no password."""
    parts = urlsplit(settings.database_url or "")
    netloc = f"{user}:secret@{parts.netloc.rpartition('@')[2]}"
    return msgspec.structs.replace(settings, database_web_url=parts._replace(netloc=netloc).geturl())


async def test_the_server_may_read_every_table_and_write_only_its_own(stocked: Settings) -> None:
    both = as_user(stocked, "choosemypower_web")
    await migrate(both, say=lambda _: None)
    connection = await database.connect(settings_of_server(both))
    try:
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = {row["tablename"] for row in tables}
        assert names > WRITTEN_BY_SERVER
        for name in sorted(names):
            await connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1')
            emptying = f'DELETE FROM "{name}"'
            if name in WRITTEN_BY_SERVER:
                await connection.execute(emptying)
            else:
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(emptying)
            for worse in (f'TRUNCATE "{name}"', f'DROP TABLE "{name}"', f'ALTER TABLE "{name}" ADD a int'):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(worse)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("UPDATE plan SET provider = provider")
    finally:
        await connection.close()


async def test_what_it_could_write_before_it_may_not_write_after_a_migration(stocked: Settings) -> None:
    both = as_user(stocked, "choosemypower_web")
    await migrate(both, say=lambda _: None)
    owner = await database.connect(stocked)
    await owner.execute("GRANT ALL ON plan TO choosemypower_web")
    await owner.close()
    assert await migrate(both, say=lambda _: None) == []
    connection = await database.connect(settings_of_server(both))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("DELETE FROM plan")
    finally:
        await connection.close()


async def test_the_site_works_whole_with_two_users(stocked: Settings) -> None:
    both = as_user(stocked, "choosemypower_web")
    await migrate(both, say=lambda _: None)
    async with running_program(settings_of_server(both)) as http:
        for path in (
            "/",
            "/electricity-plans/dallas",
            "/providers",
            "/zip/75201",
            "/api/v1/plans?city=dallas",
        ):
            assert (await http.get(path)).status_code == 200, path
        health = (await http.get("/api/health/database")).json()
        assert health["status"] == "ok"
        sent = await http.post("/api/v1/contact", json=MESSAGE)
        assert sent.status_code in (200, 201, 202), sent.text
    kept = await _rows(stocked, "SELECT count(*) FROM contact_message")
    assert kept == 1


@pytest.mark.server
async def test_a_served_site_counts_visitors_and_follows_the_owner_without_his_password(
    stocked_unconnected: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    both = as_user(stocked_unconnected, "choosemypower_web")
    await migrate(both, say=lambda _: None)
    assert both.database_web_url is not None
    with running_server(both, DATABASE_WEB_URL=both.database_web_url, ALERTS_EVERY_SECONDS="1") as url:
        async with httpx.AsyncClient(base_url=url, timeout=60) as http:
            for path in ("/electricity-plans/dallas", "/zip/75201"):
                assert (await http.get(path)).status_code == 200
            for path, beacon in (("/api/v1/vitals", VITALS), ("/api/v1/events", EVENT)):
                assert (await http.post(path, json=beacon)).status_code == 204, path

        async def asks_as_that_user() -> bool:
            return bool(await _rows(both, USERS) == ["choosemypower_web"])

        async def has_written() -> bool:
            return bool(await _rows(both, "SELECT count(*) FROM alert_process"))

        await until(asks_as_that_user)
        await until(has_written)
    # At its end the server writes what it has counted.
    assert await _rows(both, "SELECT sum(times) > 0 FROM visitor_count")
    assert await _rows(both, "SELECT sum(times) > 0 FROM vital_count")
    assert "may not do this" not in capfd.readouterr().err


async def test_an_owner_who_may_make_no_user_says_what_an_administrator_must_do(empty: Settings) -> None:
    admin = await database.connect(empty)
    await admin.execute("DROP ROLE IF EXISTS small_owner")
    await admin.execute("CREATE ROLE small_owner LOGIN PASSWORD 'secret'")
    await admin.execute("GRANT ALL ON SCHEMA public TO small_owner")
    await admin.close()
    parts = urlsplit(empty.database_url or "")
    owner = parts._replace(netloc=f"small_owner:secret@{parts.netloc.rpartition('@')[2]}").geturl()
    owned = as_user(msgspec.structs.replace(empty, database_url=owner), "nobody_made_me")
    try:
        with pytest.raises(MigrationError, match="CREATE ROLE nobody_made_me LOGIN"):
            await migrate(owned, say=lambda _: None)
    finally:
        admin = await database.connect(empty)
        await admin.execute("DROP OWNED BY small_owner CASCADE")
        await admin.execute("DROP ROLE small_owner")
        await admin.close()


@pytest.mark.parametrize(
    ("web", "words"),
    [
        ("postgresql://owner:other@db.example.org:5432/site", "the same user"),
        ("postgresql://web:secret@other.example.org/site", "different databases"),
        ("postgresql://web:secret@db.example.org/other", "different databases"),
        ("postgresql://db.example.org/site", "names no user"),
    ],
)
def test_an_address_that_cannot_be_the_servers_is_refused(web: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        load_settings({"DATABASE_URL": OWNER, "DATABASE_WEB_URL": web})


def test_the_server_has_the_owners_password_nowhere() -> None:
    given = {
        "DATABASE_URL": OWNER,
        "DATABASE_WEB_URL": "postgresql://web:own@db.example.org/site",
        "DATABASE_DIRECT_URL": "postgresql://owner:secret@direct.example.org/site?sslmode=require",
        "DATABASE_READ_URL": "postgresql://owner:secret@replica.example.org/site",
    }
    of_server = settings_of_server(load_settings(given))
    assert of_server.database_direct_url == "postgresql://web:own@direct.example.org/site?sslmode=require"
    assert of_server.database_read_url == "postgresql://web:own@replica.example.org/site"
    assert "secret" not in repr(of_server)


async def _rows(settings: Settings, query: str) -> object:
    connection = await database.connect(settings)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()
