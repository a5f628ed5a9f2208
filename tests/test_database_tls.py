"""Encryption to PostgreSQL, against a stand-in that speaks the first words of its protocol over TLS."""

import asyncio
import ssl
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
import trustme

from choosemypower import database
from choosemypower.settings import Settings, SettingsError, load_settings

pytestmark = pytest.mark.anyio

SSL_REQUEST = struct.pack("!ii", 8, 80877103)
"""What a client sends first when it wants TLS (PostgreSQL's documentation, "SSLRequest")."""


def _refusal() -> bytes:
    """ErrorResponse of a server that refuses the password: it came as far as that."""
    fields = b"SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed\0\0"
    return b"E" + struct.pack("!i", 4 + len(fields)) + fields


@asynccontextmanager
async def _postgres_with(certificate: trustme.LeafCert) -> AsyncIterator[str]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if await reader.readexactly(8) != SSL_REQUEST:
                return  # plain text: hung up on
            writer.write(b"S")
            await writer.start_tls(context)
            (length,) = struct.unpack("!i", await reader.readexactly(4))
            await reader.readexactly(length - 4)
            writer.write(_refusal())
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield f"postgresql://site:secret@localhost:{port}/plans"


async def _cause(settings: Settings) -> str:
    with pytest.raises(database.ERRORS) as failed:
        await database.connect(settings)
    return database.cause(failed.value)


def _settings(base: Settings, url: str, authority: trustme.CA) -> Settings:
    pem = authority.cert_pem.bytes().decode()
    return msgspec.structs.replace(base, database_url=url, database_ca_cert=pem)


async def test_a_server_with_the_named_authority_and_name_is_spoken_to(base_settings: Settings) -> None:
    authority = trustme.CA()
    async with _postgres_with(authority.issue_cert("localhost")) as url:
        assert "password" in await _cause(_settings(base_settings, url, authority))


async def test_another_authority_is_named_in_words(base_settings: Settings) -> None:
    async with _postgres_with(trustme.CA().issue_cert("localhost")) as url:
        assert "DATABASE_CA_CERT" in await _cause(_settings(base_settings, url, trustme.CA()))


async def test_a_certificate_of_another_host_is_refused_whatever_the_address_says(
    base_settings: Settings,
) -> None:
    authority = trustme.CA()
    async with _postgres_with(authority.issue_cert("db.example.org")) as url:
        settings = _settings(base_settings, f"{url}?sslmode=disable", authority)
        assert "another host" in await _cause(settings)


async def test_the_authority_may_be_a_file(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    trustme.CA().cert_pem.write_to_path(str(file))
    assert load_settings({"DATABASE_CA_CERT": str(file)}).database_ca_cert == str(file)


@pytest.mark.parametrize("given", ["/nowhere.pem", "-----BEGIN CERTIFICATE-----\nrubbish"])
async def test_an_authority_that_cannot_be_read_is_refused_by_its_name(given: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_CA_CERT"):
        load_settings({"DATABASE_CA_CERT": given})
