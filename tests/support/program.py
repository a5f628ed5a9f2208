"""The whole program in the test's own loop, over the database of a fixture that has a pool of its own."""

import contextlib
from collections.abc import AsyncIterator

import httpx

from choosemypower import database
from choosemypower.app import create_app
from choosemypower.settings import Settings


@contextlib.asynccontextmanager
async def running_program(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """HTTP against the program with these settings for the block; the fixture's pool makes room for its own."""
    engine = database.engine()
    had_pool = engine.pool is not None
    if had_pool:
        await engine.close_connection_pool()
    app = create_app(settings)
    transport = httpx.ASGITransport(app=app)
    try:
        async with (
            app.litestar.lifespan(),
            httpx.AsyncClient(transport=transport, base_url="http://test") as http,
        ):
            yield http
    finally:
        if had_pool:
            await engine.start_connection_pool(min_size=0, max_size=1)
