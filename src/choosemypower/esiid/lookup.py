"""Asking ERCOT's meter look-up, through the service of Texas meters that our key is for.

`GET /api/esiids?address=&zip_code=` gives a list, `GET /api/esiids/{esiid}` one. The utility is told by `duns`; the
`station_name` beside it is a substation, not a utility. Nothing of a question or an answer is kept or logged.
"""

import re
from typing import Annotated, Any

import msgspec

from choosemypower.esiid.model import Meter, MeterUnknownError
from choosemypower.limits import Rate
from choosemypower.settings import Settings
from choosemypower.territories.atlas import Atlas
from choosemypower.upstreams import Failure, Upstream, UpstreamError, UpstreamPolicy

SERVICE = "The meter look-up"
LOOKUPS_OF_ONE_CLIENT = Rate(name="meters", requests=20, seconds=60)
"""On pages and by the API together."""
MOST_METERS = 200
"""Of one address: a house of flats has hundreds."""
Text = Annotated[str, msgspec.Meta(max_length=200)]
ACTIVE = frozenset({"active", "a", "energized"})
INACTIVE = frozenset({"inactive", "i", "de-energized", "deenergized", "retired"})
STREET_WORDS = {"unit": "apt", "apartment": "apt", "suite": "ste"}


class ListedMeter(msgspec.Struct, frozen=True):
    """A meter as the look-up sends it; what it leaves out is None."""

    esiid: Text
    address: Text | None = None
    city: Text | None = None
    state: Text | None = None
    zip_code: Text | None = None
    duns: Text | None = None
    status: Text | None = None
    switch_hold_indicator: Text | bool | None = None


class MeterLookup:
    """The look-up for this process; `None` in its place where no key is set."""

    def __init__(self, upstream: Upstream) -> None:
        self.upstream = upstream

    async def find_meters(self, address: str, zip_code: str, atlas: Atlas) -> tuple[Meter, ...]:
        """The meters at a street address; none where the look-up knows none. Raises UpstreamError."""
        try:
            listed = await self.upstream.get_json(
                "/api/esiids",
                {"address": plain_address(address), "zip_code": zip_code},
                list[ListedMeter],
            )
        except UpstreamError as error:
            if error.failure in (Failure.NOT_FOUND, Failure.NOT_TAKEN):
                return ()
            raise
        return tuple(_meter(entry, atlas) for entry in listed[:MOST_METERS])

    async def get_meter(self, esiid: str, atlas: Atlas) -> Meter:
        """The meter of this number. Raises MeterUnknownError, UpstreamError."""
        try:
            listed = await self.upstream.get_json(f"/api/esiids/{esiid}", {}, ListedMeter)
        except UpstreamError as error:
            if error.failure in (Failure.NOT_FOUND, Failure.NOT_TAKEN):
                raise MeterUnknownError(
                    "The meter look-up does not know this number. Check it against your bill."
                ) from None
            raise
        return _meter(listed, atlas)

    async def close(self) -> None:
        await self.upstream.close()


def open_lookup(settings: Settings, **more: Any) -> MeterLookup | None:
    """The look-up that the settings allow; None without a key."""
    if settings.ercot_api_key is None:
        return None
    policy = UpstreamPolicy(
        service=SERVICE,
        base_url=settings.ercot_api_url,
        key=settings.ercot_api_key,
        timeout_seconds=5.0,  # somebody waits
        attempts=2,
        first_wait_seconds=0.1,
        longest_wait_seconds=0.5,
        jitter_seconds=0.1,
        largest_bytes=512 * 1024,
        open_seconds=30.0,
    )
    return MeterLookup(Upstream(policy, **more))


def plain_address(address: str) -> str:
    """A street address as the look-up finds it: lower case, no commas and full stops, single blanks."""
    words = re.sub(r"[.,;#]+", " ", address.casefold()).split()
    return " ".join(STREET_WORDS.get(word, word) for word in words)


def _meter(listed: ListedMeter, atlas: Atlas) -> Meter:
    duns = listed.duns.strip() if listed.duns else None
    return Meter(
        esiid=listed.esiid.strip(),
        address=(listed.address or "").strip(),
        city=listed.city or None,
        state=listed.state or None,
        zip=listed.zip_code or None,
        duns=duns,
        utility=next((one.slug for one in atlas.utilities.values() if duns and one.duns == duns), None),
        status=listed.status or None,
        is_active=_is_active(listed.status),
        has_switch_hold=_yes_or_no(listed.switch_hold_indicator),
    )


def _is_active(status: str | None) -> bool | None:
    word = (status or "").strip().casefold()
    return True if word in ACTIVE else False if word in INACTIVE else None


def _yes_or_no(value: str | bool | None) -> bool | None:
    if isinstance(value, bool) or value is None:
        return value
    word = value.strip().casefold()
    return True if word in ("y", "yes", "true", "1") else False if word in ("n", "no", "false", "0") else None
