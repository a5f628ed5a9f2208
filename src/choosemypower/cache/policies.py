"""How long may each kind of answer be kept: by the browser, by the edge, by ourselves?

Every handler names one of these policies: `@reads(PAGE, path, query=("page", "sort"), budget="city")` on pages,
`**PRIVATE.handler_options()` where Litestar takes more.
The page cache reads the name from the route and writes the headers; no handler writes cache headers itself.
Seconds stand only in this file.

| policy     | browser | edge              | ourselves         | reason                                      |
|------------|---------|-------------------|-------------------|---------------------------------------------|
| PAGE       | 1 h     | 1 h, stale 10 min | budget, sick 24 h | the specification's hour; prices move       |
| FRAGMENT   | 1 h     | as PAGE           | as PAGE           | a page and its parts must not disagree      |
| API_READ   | 5 min   | 5 min, stale 1    | budget, sick 24 h | the specification's five minutes            |
| ASSET      | 1 year  | 1 year            | in memory         | the name changes with the content           |
| SITEMAP    | 1 h     | 1 h, stale 6 h    | budget            | crawlers do not mind yesterday's list       |
| REDIRECT   | 1 h     | 1 h               | budget            | otherwise browsers keep a 301 for ever      |
| NOT_FOUND  | 1 min   | 1 min             | 1 min, bounded    | a new city shows soon; guessing stays cheap |
| PRIVATE    | never   | never             | never             | one visitor's own answer                    |
| NO_STORE   | never   | never             | never             | addresses, forms, beacons, unsafe methods   |
| API_ACTION | never   | never             | never             | as NO_STORE, callable from our own origin   |
| API_MOMENT | never   | never             | never             | a moment that no edition knows; tiny        |
| BEACON     | never   | never             | never             | as API_ACTION; tiny, so it takes no turn    |
| HEALTH     | never   | never             | never             | a kept "healthy" is a lie                   |
"""

from enum import StrEnum
from typing import Any

import msgspec

from choosemypower.sharing.budgets import BUDGETS

API_ORIGIN = "https://choosemypower.org"
"""The one origin whose scripts may read the API; a constant, so that nothing varies on `Origin`."""

STALE_WHEN_SICK_SECONDS = 24 * 3600
"""How long past its lifetime an answer is still served when no new one can be made."""

BEACONS_A_SECOND = 250
"""What one process takes of all clients together. At 0.2 ms each that is a twentieth of its time; where
neighbours press it was a fifth. A flood beyond costs it a refusal each."""

NOT_FOUND_ENTRIES_MAX = 2000
"""Unknown paths remembered at once; whoever guesses addresses pushes out only other guesses."""


class CacheKind(StrEnum):
    """What the page cache does with a route's answers."""

    STORED = "stored"
    """Kept in the process and in Redis; an epoch's answer is never given out in another epoch."""
    STATIC = "static"
    """Kept in the process whatever the epoch: the name says which content it is."""
    NEVER = "never"


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table above."""

    name: str
    kind: CacheKind
    max_age_seconds: int = 0
    stale_while_revalidate_seconds: int = 0
    stale_if_error_seconds: int = 0
    is_immutable: bool = False
    is_private: bool = False
    has_cors: bool = False
    is_noindex: bool = False
    budget: str = "city"
    """Whose memory and lifetime it takes when the route says nothing else."""
    tags: tuple[str, ...] = ()
    not_found_may_be_kept: bool = True
    takes_no_turn: bool = False
    """Answered however much is being made: it costs little, and is wanted most when much is going on."""
    most_a_second: float = 0
    """429 beyond, whoever asks; 0: no bound of its own."""

    @property
    def cache_control(self) -> str:
        """The header's value; the specification's part comes first."""
        if self.kind is CacheKind.NEVER:
            return "private, no-store" if self.is_private else "no-store"
        parts = ["public", f"max-age={self.max_age_seconds}"]
        if self.is_immutable:
            parts.append("immutable")
        if self.stale_while_revalidate_seconds:
            parts.append(f"stale-while-revalidate={self.stale_while_revalidate_seconds}")
        if self.stale_if_error_seconds:
            parts.append(f"stale-if-error={self.stale_if_error_seconds}")
        return ", ".join(parts)

    def handler_options(
        self,
        *,
        query: tuple[str, ...] = (),
        budget: str | None = None,
        tags: tuple[str, ...] = (),
        is_strict: bool = False,
    ) -> dict[str, Any]:
        """What a Litestar handler passes on so that the page cache knows its route.

        `query` are the parameters that the handler reads, in canonical order: all others never reach it, unless it
        `is_strict`: then a query with another name reaches it whole, to be refused.
        `budget` is `plan`, `city` or `provider`. `tags` are put on every answer of the route.
        """
        if budget is not None and budget not in BUDGETS:
            raise ValueError(f"No cache budget is called {budget!r}.")
        return {
            "opt": {
                "policy": self.name,
                "query": tuple(query),
                "budget": budget or self.budget,
                "tags": (*self.tags, *tags),
                "is_strict": is_strict,
            }
        }


PAGE = Policy(
    name="page",
    kind=CacheKind.STORED,
    max_age_seconds=3600,
    stale_while_revalidate_seconds=600,
    stale_if_error_seconds=86_400,
    tags=("html",),
)
FRAGMENT = msgspec.structs.replace(PAGE, name="fragment", is_noindex=True, tags=("html", "fragment"))
API_READ = Policy(
    name="api_read",
    kind=CacheKind.STORED,
    max_age_seconds=300,
    stale_while_revalidate_seconds=60,
    stale_if_error_seconds=86_400,
    has_cors=True,
    is_noindex=True,
    budget="plan",
    tags=("api",),
)
ASSET = Policy(
    name="asset",
    kind=CacheKind.STATIC,
    max_age_seconds=365 * 86_400,
    is_immutable=True,
    budget="asset",
    # During a rollout an old pod may be asked for a new name: nobody may remember that it was not there.
    not_found_may_be_kept=False,
)
SITEMAP = Policy(
    name="sitemap",
    kind=CacheKind.STORED,
    max_age_seconds=3600,
    stale_while_revalidate_seconds=21_600,
    budget="plan",
    tags=("sitemap",),
)
REDIRECT = Policy(name="redirect", kind=CacheKind.STORED, max_age_seconds=3600, tags=("redirect",))
NOT_FOUND = Policy(
    name="not_found",
    kind=CacheKind.STORED,
    max_age_seconds=60,
    is_noindex=True,
    budget="not_found",
    tags=("not-found",),
)
PRIVATE = Policy(name="private", kind=CacheKind.NEVER, is_private=True, is_noindex=True)
NO_STORE = Policy(name="no_store", kind=CacheKind.NEVER)
API_ACTION = Policy(name="api_action", kind=CacheKind.NEVER, has_cors=True, is_noindex=True)
API_MOMENT = msgspec.structs.replace(API_ACTION, name="api_moment", takes_no_turn=True)
"""When the listing was last seen, to the second: an edition knows the day alone, and nobody would purge it."""
BEACON = msgspec.structs.replace(
    API_ACTION, name="beacon", takes_no_turn=True, most_a_second=BEACONS_A_SECOND
)
HEALTH = Policy(name="health", kind=CacheKind.NEVER, has_cors=True, is_noindex=True, takes_no_turn=True)

_KEPT = (PAGE, FRAGMENT, API_READ, ASSET, SITEMAP, REDIRECT, NOT_FOUND)
_NEVER_KEPT = (PRIVATE, NO_STORE, API_ACTION, API_MOMENT, BEACON, HEALTH)
POLICIES = {policy.name: policy for policy in (*_KEPT, *_NEVER_KEPT)}
