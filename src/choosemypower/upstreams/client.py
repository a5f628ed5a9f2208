"""Asking a service for JSON: within its time, its rate and its size, again where that may help."""

import asyncio
from collections.abc import Collection, Mapping
from types import TracebackType
from typing import TypeVar

import httpx
import msgspec
import stamina

from choosemypower import __version__, spans
from choosemypower.upstreams.failures import COUNTS_AGAINST_IT, MAY_BE_RETRIED, Failure, UpstreamError
from choosemypower.upstreams.pace import Fuse, Pace
from choosemypower.upstreams.policy import UpstreamPolicy

USER_AGENT = f"Mozilla/5.0 (compatible; ChooseMyPower/{__version__}; electricity plan comparison)"
"""Says who asks. The state's firewall answers 403 to the default names of HTTP clients."""

Kind = TypeVar("Kind")


class UpstreamQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a service."""

    path: str
    parameters: Mapping[str, str] = {}
    headers: Mapping[str, str] = {}
    extensions: Mapping[str, str] = {}
    """Of httpx, such as `sni_hostname`."""
    takes: frozenset[int] = frozenset({200})
    """Statuses that are answers; others are failures."""


class UpstreamReply(msgspec.Struct, frozen=True, kw_only=True):
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    content: bytes


class Upstream:
    """One service. `async with` opens its connections; without it the first question does."""

    def __init__(self, policy: UpstreamPolicy, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.policy = policy
        self.calls = 0
        """Attempts that went out."""
        self._pace = Pace(policy.per_second, policy.burst)
        self.fuse = Fuse(policy.failures_to_open, policy.open_seconds)
        self._transport = transport
        self._http: httpx.AsyncClient | None = None

    async def __aenter__(self) -> "Upstream":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Give the connections back."""
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    async def get_json(self, path: str, parameters: Mapping[str, str], kind: type[Kind]) -> Kind:
        """The answer as this type. Raises UpstreamError."""
        return self.read(await self.get(path, parameters), kind)

    def read(self, content: bytes, kind: type[Kind]) -> Kind:
        """An answer, new or recorded, as this type. Raises UpstreamError."""
        try:
            return msgspec.json.decode(content, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise self._error(
                Failure.NOT_UNDERSTOOD, f"sent an answer that we cannot read: {error}".rstrip(".")
            ) from None

    async def get(self, path: str, parameters: Mapping[str, str]) -> bytes:
        """The body of a successful answer. Raises UpstreamError."""
        return (await self.ask(UpstreamQuestion(path=path, parameters=parameters))).content

    async def ask(self, question: "UpstreamQuestion") -> "UpstreamReply":
        """The whole answer, where its status is one that the question takes. Raises UpstreamError."""
        policy = self.policy
        tries = stamina.retry_context(
            on=self._wait_before_retry,
            attempts=policy.attempts,
            timeout=None,
            wait_initial=policy.first_wait_seconds,
            wait_max=policy.longest_wait_seconds,
            wait_jitter=policy.jitter_seconds,
        )
        async for attempt in tries:
            with attempt:
                return await self._attempt(question)
        raise AssertionError("the last attempt returns or raises")

    def _wait_before_retry(self, error: Exception) -> bool | float:
        """Whether it may help to ask again, or after how many seconds where the service says so itself."""
        if not isinstance(error, UpstreamError) or error.failure not in MAY_BE_RETRIED:
            return False
        if error.retry_after_seconds is None:
            return True
        return (
            error.retry_after_seconds
            if error.retry_after_seconds <= self.policy.longest_wait_seconds
            else False
        )

    def slow_to(self, per_second: float) -> None:
        """Ask no more often than this from now on: the service has said so."""
        self._pace.slow_to(per_second)

    async def _attempt(self, question: "UpstreamQuestion") -> "UpstreamReply":
        if not self.fuse.may_ask():
            raise self._error(Failure.OPEN, "failed several times; it is asked again in a minute")
        try:
            await self._pace.wait()
            with spans.part("ask", lambda: self.policy.service):
                reply = await self._ask(question)
        except UpstreamError as error:
            if error.failure in COUNTS_AGAINST_IT:
                self.fuse.failed()
            else:
                self.fuse.succeeded()
            raise
        except BaseException:
            self.fuse.gave_up()
            raise
        self.fuse.succeeded()
        return reply

    async def _ask(self, question: "UpstreamQuestion") -> "UpstreamReply":
        self.calls += 1
        seconds = self.policy.timeout_seconds
        try:
            async with (
                asyncio.timeout(seconds),
                self._client().stream(
                    "GET",
                    question.path,
                    params=dict(question.parameters) or None,
                    headers=dict(question.headers),
                    extensions=dict(question.extensions),
                ) as response,
            ):
                self._check(response, question.takes)
                return UpstreamReply(
                    status=response.status_code,
                    headers=dict(response.headers),
                    content=await self._body(response),
                )
        except (TimeoutError, httpx.TimeoutException):
            raise self._error(Failure.TIMEOUT, f"did not answer within {seconds:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise self._error(Failure.UNREACHABLE, f"cannot be reached ({type(error).__name__})") from None

    def _check(self, response: httpx.Response, takes: Collection[int]) -> None:
        status = response.status_code
        if status in takes:
            return
        if status in (401, 403):
            raise self._error(
                Failure.REFUSED, f"refused us ({status})" + ("; check its key" if self.policy.key else "")
            )
        if status in (404, 410):
            raise self._error(Failure.NOT_FOUND, "does not know that")
        if status == 429:
            raise self._error(
                Failure.RATE_LIMITED, "is asked too often", retry_after_seconds=_retry_after(response)
            )
        if status >= 500:
            raise self._error(
                Failure.SERVER_ERROR, f"answered {status}", retry_after_seconds=_retry_after(response)
            )
        raise self._error(Failure.NOT_TAKEN, f"answered {status}")

    async def _body(self, response: httpx.Response) -> bytes:
        """All of it, stopped as soon as it grows too large."""
        most = self.policy.largest_bytes
        content = bytearray()
        async for chunk in response.aiter_bytes():
            content += chunk
            if len(content) > most:
                raise self._error(Failure.TOO_LARGE, f"sent more than {most:,} bytes")
        return bytes(content)

    def _client(self) -> httpx.AsyncClient:
        if self._http is None:
            headers = {"User-Agent": USER_AGENT, "Accept": "application/json"}
            if self.policy.key:
                headers["X-API-Key"] = self.policy.key
            self._http = httpx.AsyncClient(
                base_url=self.policy.base_url,
                headers=headers,
                timeout=self.policy.timeout_seconds,
                transport=self._transport,
            )
        return self._http

    def _error(
        self, failure: Failure, reason: str, *, retry_after_seconds: float | None = None
    ) -> UpstreamError:
        return UpstreamError(self.policy.service, failure, reason, retry_after_seconds=retry_after_seconds)


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds that the service asks us to wait; None where it says nothing or a date."""
    text = response.headers.get("retry-after", "")
    return float(text) if text.isascii() and text.isdigit() else None
