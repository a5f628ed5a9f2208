"""Who may have an answer made now? One at a time, first those who have asked for least, and nobody waits long.

Making a page holds the event loop for milliseconds. Between two of them the loop goes round once, so that hits, health
and metrics, which need no turn, wait for one page at most. What cannot be begun soon is refused at once: whoever waits
in vain costs the others as much as whoever is served.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

WAIT_SECONDS = 0.15
"""So long a visitor waits for a turn at most; 503 within 0.3 s is the promise."""
FULL_SECONDS = 0.1
"""More than can be begun in this time does not wait: stalls of the machine still let the last one have his turn."""
PATIENT_SECONDS = 5.0
"""So long work waits that no visitor waits for: renewals, and `warm`."""
PATIENT_MAX = 1_000
UNDER_WAY_MAX = 256
"""Most of these wait for the database."""
WAITING_MIN = 4
WAITING_MAX = 200
PACE_WEIGHT = 0.1
CLIENTS_MAX = 20_000
HALF_LIFE_SECONDS = 1.0
"""Of what is remembered of a client's requests."""

Place = asyncio.Future[None]


class Flow:
    """So many a second of what takes no turn; a burst may be as many. `let_in()` says whether there is room for one."""

    def __init__(self, most_a_second: float, clock: Callable[[], float]) -> None:
        self._most = most_a_second
        self._clock = clock
        self._room = most_a_second
        self._looked_at = clock()

    def let_in(self) -> bool:
        now = self._clock()
        self._room = min(self._most, self._room + (now - self._looked_at) * self._most)
        self._looked_at = now
        if self._room < 1:
            return False
        self._room -= 1
        return True


class NoTurnError(Exception):
    """No turn can be had in time."""


class Turns:
    """Gives turns: `await take(client)`, then `give_back()` when the answer is made.

    `client` is whoever asks; a crawler with a hundred requests waits behind a visitor with one. None asks for work
    that can wait until nobody else does.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._waiting: dict[str, deque[Place]] = {}
        """Of each client."""
        self._count = 0
        self._coming: dict[object, str] = {}
        """The client of what was let in and has not asked for its turn yet: many come in one round of the loop."""
        self._patient: deque[Place] = deque()
        self._asked: dict[str, float] = {}
        """How much has each client asked for lately?"""
        self._most_asked = 0.0
        """None has asked for more."""
        self._halved_at = 0.0
        self._under_way = 0
        self._is_taken = False
        """Has somebody got this round of the loop?"""
        self._given_at = 0.0
        self._pace_seconds = 0.001
        """Mean time from one turn to the next, with all that lies between, other processes included."""
        self.refused = 0

    def expect(self, what: object, client: str) -> None:
        """Something is let in that will want a turn; `arrived` when it asks for that, or needs none after all."""
        self._coming[what] = client

    def arrived(self, what: object) -> None:
        """The end of `expect`; also of what was not expected."""
        self._coming.pop(what, None)

    async def take(self, client: str | None) -> None:
        """Return when this round of the loop is ours. Raises NoTurnError."""
        if client is not None:
            self._note(client)
        if self._is_free():
            self._give()
            return
        loop = asyncio.get_running_loop()
        place: Place = loop.create_future()
        if client is None:
            if len(self._patient) >= PATIENT_MAX:
                raise self._refusal()
            self._patient.append(place)
        else:
            if not self._has_room_for(client):
                raise self._refusal()
            self._waiting.setdefault(client, deque()).append(place)
            self._count += 1
        timer = loop.call_later(PATIENT_SECONDS if client is None else WAIT_SECONDS, self._refuse, place)
        try:
            await place
        except (NoTurnError, asyncio.CancelledError):
            if place.done() and not place.cancelled() and place.exception() is None:
                self.give_back()  # the turn came when nobody wanted it any more
            else:
                self._forget(client, place)
            raise
        finally:
            timer.cancel()

    @asynccontextmanager
    async def turn(self, client: str | None) -> AsyncIterator[None]:
        """Around what one answer takes. Raises NoTurnError."""
        await self.take(client)
        try:
            yield
        finally:
            self.give_back()

    def give_back(self) -> None:
        """The answer is made."""
        self._under_way -= 1
        if not self._is_taken:
            self._next()

    @property
    def load(self) -> tuple[int, int]:
        """Answers that are being made, and requests that wait for their turn."""
        return self._under_way, self._count + len(self._patient)

    @property
    def is_full(self) -> bool:
        """Are all places taken, so that whoever comes waits instead of somebody else, or not at all?"""
        return self._wanted >= WAITING_MIN and self._wanted >= self._places()

    @property
    def _wanted(self) -> int:
        return self._count + len(self._coming)

    def is_full_for(self, client: str) -> bool:
        """Would `take` refuse this client at once? Counts as a request of his when it does."""
        if not self.is_full or self._is_modest(client):
            return False
        self._note(client)
        self.refused += 1
        return True

    def _places(self) -> float:
        return min(max(FULL_SECONDS / self._pace_seconds, WAITING_MIN), WAITING_MAX)

    def _is_modest(self, client: str) -> bool:
        """Is there a place for him of those who have asked for more by far, and wait or are about to?"""
        bound = self._bound(client)
        if self._most_asked <= bound:
            return False  # without a look at all who wait: so it is for most
        waiting = (len(places) for other, places in self._waiting.items() if self._asked_by(other) > bound)
        coming = (self._asked_by(other) > bound for other in self._coming.values())
        return sum(waiting) + sum(coming) > self._wanted - self._places()

    def _bound(self, client: str) -> float:
        """Among equals nobody takes another's place, which would cost both."""
        return 2 * self._asked_by(client) + 2

    def _has_room_for(self, client: str) -> bool:
        """May this client wait? When all places are taken, only instead of one who has asked for more."""
        if self._count < self._places():
            return True
        greediest = max(self._waiting, key=self._asked_by)
        if self._asked_by(greediest) <= self._bound(client):
            return False
        last = self._waiting[greediest][-1]
        self._refuse(last)
        self._forget(greediest, last)
        return True

    def _is_free(self) -> bool:
        return not (self._is_taken or self._count or self._patient or self._under_way >= UNDER_WAY_MAX)

    def _note(self, client: str) -> None:
        now = self._clock()
        if now - self._halved_at >= HALF_LIFE_SECONDS:
            self._halved_at = now
            self._asked = {other: count / 2 for other, count in self._asked.items() if count >= 0.5}
            self._most_asked = max(self._asked.values(), default=0.0)
        if len(self._asked) < CLIENTS_MAX:
            count = self._asked[client] = self._asked.get(client, 0.0) + 1
            self._most_asked = max(self._most_asked, count)

    def _asked_by(self, client: str) -> float:
        return self._asked.get(client, 0.0)

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

    def _pop(self) -> Place | None:
        if self._waiting:
            client = min(self._waiting, key=self._asked_by)
            place = self._waiting[client][0]
            self._forget(client, place)
            return place
        return self._patient.popleft() if self._patient else None

    def _refusal(self) -> NoTurnError:
        self.refused += 1
        return NoTurnError()

    def _refuse(self, place: Place) -> None:
        if not place.done():
            place.set_exception(self._refusal())

    def _forget(self, client: str | None, place: Place) -> None:
        """Take a place out of the queue, where it still is in it."""
        places = self._patient if client is None else self._waiting.get(client, deque())
        if place not in places:
            return
        places.remove(place)
        if client is not None:
            self._count -= 1
            if not places:
                del self._waiting[client]
