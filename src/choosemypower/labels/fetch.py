"""Fetching one label: polite to its server, careful with what it sends and where it sends us."""

import asyncio
from collections.abc import Collection, Mapping
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

import msgspec

from choosemypower.labels.places import LabelHost, RefusedPlaceError, place_of, resolve
from choosemypower.upstreams import (
    Failure,
    Upstream,
    UpstreamError,
    UpstreamPolicy,
    UpstreamQuestion,
    UpstreamReply,
)

ROBOT = "ChooseMyPower"
"""Our name in robots.txt."""
MOST_REDIRECTS = 5
LONGEST_ROBOTS_CHARACTERS = 500_000
SLOWEST_SECONDS = 30.0
"""The most that a server's Crawl-delay is followed."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = "application/pdf, text/html, text/plain;q=0.9, */*;q=0.5"

POLICY = UpstreamPolicy(
    service="The label’s server",
    base_url="",
    attempts=3,
    per_second=1.0,
    burst=1,
    largest_bytes=8 * 1024 * 1024,
)


class NotFetchedError(Exception):
    """There is no label to be had; the message is a sentence without its end."""

    def __init__(self, reason: str, *, was_asked: bool = True) -> None:
        super().__init__(reason)
        self.was_asked = was_asked
        """False: its server is ill and was left alone; the next run asks."""


class FetchedLabel(msgspec.Struct, frozen=True, kw_only=True):
    """A label's file, or that it is still the one we have."""

    is_unchanged: bool = False
    content: bytes = b""
    media_type: str = ""
    """With its charset, as the server said it."""
    etag: str | None = None
    last_modified: str | None = None


class _Server:
    """One server: its rules for robots, its pace, its breaker."""

    def __init__(self, place: LabelHost, ip: str, policy: UpstreamPolicy) -> None:
        self.place = place
        self._upstream = Upstream(
            msgspec.structs.replace(
                policy,
                service=place.host,
                base_url=f"{place.scheme}://{f'[{ip}]' if ':' in ip else ip}:{place.port}",
            )
        )
        self._robots: RobotFileParser | None = None
        self._asking_robots = asyncio.Lock()

    async def ask(self, path: str, headers: Mapping[str, str], takes: Collection[int]) -> UpstreamReply:
        question = UpstreamQuestion(
            path=path,
            headers={"Host": self.place.netloc, "Accept-Encoding": "identity", **headers},
            extensions={"sni_hostname": self.place.host},
            takes=frozenset(takes),
        )
        return await self._upstream.ask(question)

    async def close(self) -> None:
        await self._upstream.close()

    async def robots(self, fetcher: "Fetcher") -> RobotFileParser:
        """Its robots.txt, read once. Raises UpstreamError where it may have rules that we cannot see."""
        async with self._asking_robots:
            if self._robots is None:
                self._robots = await self._read_robots(fetcher)
        return self._robots

    async def _read_robots(self, fetcher: "Fetcher") -> RobotFileParser:
        rules = RobotFileParser()
        try:
            reply = await fetcher.follow(f"{self.place.name}/robots.txt", {}, obeys_robots=False)
            lines = reply.content[:LONGEST_ROBOTS_CHARACTERS].decode("utf-8", errors="replace").splitlines()
        except UpstreamError as error:
            if error.failure not in (Failure.NOT_FOUND, Failure.REFUSED, Failure.NOT_TAKEN):
                raise
            lines = []  # it has no rules for anybody
        rules.parse(lines)
        delay = rules.crawl_delay(ROBOT)
        if delay is not None and float(delay) > 0:
            self._upstream.slow_to(1 / min(float(delay), SLOWEST_SECONDS))
        return rules


class Fetcher:
    """Fetches labels of any number of servers; each is asked at its own pace."""

    def __init__(self, policy: UpstreamPolicy = POLICY, stand_ins: Collection[str] = ()) -> None:
        self._policy = policy
        self._stand_ins = stand_ins
        self._servers: dict[LabelHost, _Server] = {}

    async def close(self) -> None:
        for server in self._servers.values():
            await server.close()

    async def fetch(
        self, address: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FetchedLabel:
        """The file at this address, or that it has not changed. Raises NotFetchedError."""
        known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {"Accept": _ACCEPT} | {name: value for name, value in known.items() if value}
        try:
            reply = await self.follow(address, headers)
        except UpstreamError as error:
            was_asked = error.failure is not Failure.OPEN
            raise NotFetchedError(str(error).rstrip("."), was_asked=was_asked) from None
        except RefusedPlaceError as error:
            raise NotFetchedError(f"It is not fetched: {error}") from None
        return FetchedLabel(
            is_unchanged=reply.status == 304,
            content=reply.content,
            media_type=reply.headers.get("content-type", "")[:100],
            etag=reply.headers.get("etag") or (etag if reply.status == 304 else None),
            last_modified=reply.headers.get("last-modified")
            or (last_modified if reply.status == 304 else None),
        )

    async def follow(
        self, address: str, headers: Mapping[str, str], *, obeys_robots: bool = True
    ) -> UpstreamReply:
        """The answer at the end of the redirects, each looked at like the first address.

        Raises UpstreamError, RefusedPlaceError.
        """
        for _ in range(MOST_REDIRECTS + 1):
            place, path = place_of(address, self._stand_ins)
            server = await self._server(place)
            if obeys_robots and not (await server.robots(self)).can_fetch(ROBOT, address):
                raise RefusedPlaceError(f"the robots.txt of {place.host} asks not to")
            is_conditional = any(name.startswith("If-") for name in headers)
            reply = await server.ask(path, headers, {200, *_REDIRECTS, *((304,) if is_conditional else ())})
            if reply.status not in _REDIRECTS:
                return reply
            target = reply.headers.get("location")
            if not target:
                raise RefusedPlaceError("its server redirects to nowhere")
            address = urljoin(address, target).partition("#")[0]
        raise RefusedPlaceError(f"its server redirects more than {MOST_REDIRECTS} times")

    async def _server(self, place: LabelHost) -> _Server:
        if place not in self._servers:
            ip = await resolve(place, self._stand_ins)
            self._servers.setdefault(place, _Server(place, ip, self._policy))
        return self._servers[place]
