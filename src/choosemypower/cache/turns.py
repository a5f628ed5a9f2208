"""Who may have an answer made now? One at a time, in turns among those who ask, and nobody waits long.

Making a page holds the event loop for milliseconds. Between two of them the loop goes round once, so that hits, health
and metrics, which need no turn, wait for one page at most. What cannot be begun soon is refused at once: whoever waits
in vain costs the others as much as whoever is served.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable

WAIT_SECONDS = 0.2
"""So long a visitor waits for a turn; 503 within 0.3 s is the promise."""
PATIENT_SECONDS = 5.0
"""So long work waits that no visitor waits for: renewals, and `warm`."""
PATIENT_MAX = 1_000
UNDER_WAY_MAX = 256
"""Most of these wait for the database."""
WAITING_MIN = 4
WAITING_MAX = 200
PACE_WEIGHT = 0.1


class BusyError(Exception):
    """No turn can be had in time."""


class Turns:
    """Gives turns: `await take(client)`, then `give_back()` when the answer is made.

    `client` is whoever asks; a crawler with a hundred requests gets every second turn beside a visitor with one.
    None asks for work that can wait until nobody else does.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        """Of each client; whose turn is next stands first."""
        self._count = 0
        self._patient: deque[asyncio.Future[None]] = deque()
        self._under_way = 0
        self._is_taken = False
        """Has somebody got this round of the loop?"""
        self._given_at = 0.0
        self._pace_seconds = 0.001
        """Mean time from one turn to the next, with all that lies between, other processes included."""
        self.refused = 0

    async def take(self, client: str | None) -> None:
        """Return when this round of the loop is ours. Raises BusyError."""
        if self._is_free():
            self._give()
            return
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if client is None:
            self._queue_patiently(place)
            seconds = PATIENT_SECONDS
        else:
            self.refuse_if_busy(client)
            self._waiting.setdefault(client, deque()).append(place)
            self._count += 1
            seconds = WAIT_SECONDS
        timer = asyncio.get_running_loop().call_later(seconds, self._refuse, place)
        try:
            await place
        except (BusyError, asyncio.CancelledError):
            if place.done() and not place.cancelled() and place.exception() is None:
                self.give_back()  # the turn came when nobody wanted it any more
            else:
                self._forget(client, place)
            raise
        finally:
            timer.cancel()

    def give_back(self) -> None:
        """The answer is made."""
        self._under_way -= 1
        if not self._is_taken:
            self._next()

    def refuse_if_busy(self, client: str) -> None:
        """Raises BusyError when there are more before this client than can be served in time."""
        if self._count < min(max(WAIT_SECONDS / self._pace_seconds, WAITING_MIN), WAITING_MAX):
            return
        longest = max(self._waiting, key=lambda other: len(self._waiting[other]))
        if len(self._waiting[longest]) <= len(self._waiting.get(client, ())) + 1:
            self.refused += 1
            raise BusyError
        # Room for one who has asked for less: the last of whoever has asked for most.
        last = self._waiting[longest][-1]
        self._refuse(last)
        self._forget(longest, last)

    def _is_free(self) -> bool:
        return not (self._is_taken or self._count or self._patient or self._under_way >= UNDER_WAY_MAX)

    def _queue_patiently(self, place: "asyncio.Future[None]") -> None:
        if len(self._patient) >= PATIENT_MAX:
            self.refused += 1
            raise BusyError
        self._patient.append(place)

    def _give(self) -> None:
        self._is_taken = True
        self._under_way += 1
        self._given_at = self._clock()
        asyncio.get_running_loop().call_soon(self._round_ended)

    def _round_ended(self) -> None:
        self._is_taken = False
        took = self._clock() - self._given_at
        self._pace_seconds += (took - self._pace_seconds) * PACE_WEIGHT
        self._next()

    def _next(self) -> None:
        while self._under_way < UNDER_WAY_MAX and (place := self._pop()) is not None:
            if not place.done():
                place.set_result(None)
                self._give()
                return

    def _pop(self) -> "asyncio.Future[None] | None":
        if self._waiting:
            client, places = self._waiting.popitem(last=False)
            place = places.popleft()
            self._count -= 1
            if places:
                self._waiting[client] = places
            return place
        return self._patient.popleft() if self._patient else None

    def _refuse(self, place: "asyncio.Future[None]") -> None:
        if not place.done():
            self.refused += 1
            place.set_exception(BusyError())

    def _forget(self, client: str | None, place: "asyncio.Future[None]") -> None:
        if client is None:
            if place in self._patient:
                self._patient.remove(place)
            return
        places = self._waiting.get(client, deque())
        if place in places:
            places.remove(place)
            self._count -= 1
            if not places:
                del self._waiting[client]
