"""Which names this site answers to. Its own links never come from a request; this guards what stands before it.

Litestar's middleware of this kind stands behind the page cache, compares a host with its port, and takes two Hosts.
"""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Program = Callable[[Scope, Any, Any], Awaitable[None]]

UNGUARDED = "/api/health"
"""Probes ask by the address of a pod."""
WRONG_NAME = b"This site does not answer to that name. Ask for it by its own name.\n"
SEEN_MAX = 1_000
NOT_ONE_NAME = b"A request names the site in exactly one Host header.\n"


class AllowedHosts:
    """Around the whole program: 400 without exactly one Host, 421 for a name that is not among `names`.

    `names`: host names without port; `*.example.org` holds all names below example.org. Health is excepted.
    """

    def __init__(self, program: Program, names: Iterable[str]) -> None:
        self._program = program
        lower = [name.lower() for name in names]
        self._names = frozenset(name for name in lower if not name.startswith("*."))
        self._endings = tuple(name[1:] for name in lower if name.startswith("*."))
        self._seen: set[bytes] = set()
        """Headers that were found right, so that a hit need not take them apart."""

    def __call__(self, scope: Scope, receive: Any, send: Any) -> Awaitable[None]:
        if scope["type"] != "http" or scope["path"].startswith(UNGUARDED):
            return self._program(scope, receive, send)
        given = None
        for name, value in scope["headers"]:
            if name == b"host":
                if given is not None:
                    return _refuse(send, 400, NOT_ONE_NAME)
                given = value
        if given is None:
            return _refuse(send, 400, NOT_ONE_NAME)
        if given not in self._seen and not self._holds(given):
            return _refuse(send, 421, WRONG_NAME)
        return self._program(scope, receive, send)

    def _holds(self, given: bytes) -> bool:
        name = _without_port(given.decode("latin-1").lower())
        if name not in self._names and not (self._endings and name.endswith(self._endings)):
            return False
        if len(self._seen) < SEEN_MAX:
            self._seen.add(given)
        return True


def _without_port(host: str) -> str:
    """`example.org` of `example.org:8080`, `[::1]` of `[::1]:8080`; the dot of the root does not count."""
    name, colon, port = host.rpartition(":")
    is_port = bool(colon) and port.isdecimal() and not (name.count(":") and not name.endswith("]"))
    return (name if is_port else host).removesuffix(".")


async def _refuse(send: Any, status: int, body: bytes) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
