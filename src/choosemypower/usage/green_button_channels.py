"""Which readings of a Green Button feed are power that a meter measured as used: channels, units, parts, steps."""

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from choosemypower.usage.meter_moments import DAY, HOUR, day_of, midnight
from choosemypower.usage.meter_stretches import LONGEST_PERIOD, by_steps
from choosemypower.usage.readings import MICRO, FlowDirection, LeftOut, MeterFileError, Reading, Readings

_WATT_HOURS = 72
_ELECTRICITY = 0
_ELECTRICITY_COMMODITIES = (0, 1, 2)
_REVERSE = 19
_NET, _BOTH = 4, 20
_COUNTERS = (1, 2, 3)
"""accumulationBehaviour of the meter's counter, which only ever rises."""
_EXTREMES = (8, 9)
_MOST_MICRO_KWH = 1 << 62
_KILO = 3
_MOST_POWER = 12
_PLAUSIBLE_KWH_A_DAY = (0.5, 2_000)
_LEAST_KWH_A_DAY = 0.1


class Block(NamedTuple):
    """The interval readings of one entry."""

    starts: "array[int]"
    seconds: "array[int]"
    millionths: "array[int]"
    """Of the unit, before the power of ten."""
    qualities: "array[int]"
    tous: "array[int]"


class ReadingType:
    """What a channel measures."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def get(self, name: str, otherwise: int) -> int:
        return self.numbers.get(name, otherwise)


class _Channel(NamedTuple):
    meter_reading: str
    usage_point: str
    type_link: str


class Feed:
    """What the entries of a feed say."""

    def __init__(self) -> None:
        self.count = 0
        self.gaps = 0
        """Readings without a value or a start."""
        self._types: dict[str, ReadingType] = {}
        self._unclear_types: set[str] = set()
        self._channels: dict[str, set[_Channel]] = {}
        self._services: dict[str, int] = {}
        self._blocks: list[tuple[_Channel, int, Block]] = []

    def add_entry(
        self,
        links: Sequence[tuple[str, str]],
        kind: ReadingType | None,
        service: int | None,
        updated: int,
        block: Block,
    ) -> None:
        """One entry: a type, a usage point, a meter reading, or a block of readings."""
        own = next((href for rel, href in links if rel == "self"), "")
        hrefs = [own, *(href for rel, href in links if rel != "self")]
        channel = _Channel(
            _first(r"(.*MeterReading/[^/\s]+)", hrefs),
            _first(r"(.*UsagePoint/[^/\s]+)", hrefs),
            _first(r"(.*ReadingType/[^/\s]+)", hrefs),
        )
        if kind is not None:
            self._add_type(channel.type_link, kind)
        elif len(block.starts):
            self._blocks.append((channel, updated, block))
        elif service is not None:
            self._services[channel.usage_point] = service
        elif channel.meter_reading and channel.type_link:
            self._channels.setdefault(channel.meter_reading, set()).add(channel)

    def _add_type(self, link: str, kind: ReadingType) -> None:
        for key in {link, _identifier(link)}:
            known = self._types.setdefault(key, kind)
            if known.numbers != kind.numbers:
                self._unclear_types.add(key)

    def readings(self) -> Readings:
        """All kWh of electricity, each channel in its unit. Raises MeterFileError where two meanings fit."""
        if not self._blocks:
            raise MeterFileError(
                f"None of the {self.gaps:,} readings of this Green Button file has a value. Download the report again."
                if self.gaps
                else "This XML file holds no Green Button readings. Download the report again."
            )
        found = Readings()
        found.unreadable = self.gaps
        channels = _joined(_of_known_meters(list(self._channels_of_blocks())))
        uses = [kind for _, _, _, kind in channels if _is_use(kind)]
        if not uses and not any(_is_generation(kind) for _, _, _, kind in channels):
            raise MeterFileError(_no_use_sentence([kind for _, _, _, kind in channels]))
        for channel, updated, block, kind in channels:
            if not _is_use(kind) and not _is_generation(kind):
                found.leave_out(LeftOut.NOT_A_KWH_CHANNEL, _micro_of_others(kind, block), len(block.starts))
                continue
            self._add_block(found, channel, updated, block, kind)
        if not self._types:
            _assume_watt_hours(found)
        else:
            _check_level(found)
        return found

    def _channels_of_blocks(self) -> Iterator["_Readable"]:
        by_identifier: dict[str, set[_Channel]] = {}
        for path, channels in self._channels.items():
            by_identifier.setdefault(_identifier(path), set()).update(channels)
        for own, updated, block in self._blocks:
            channels = self._channels.get(own.meter_reading) or by_identifier.get(
                _identifier(own.meter_reading), set()
            )
            link = self._type_link(own, channels)
            kind = self._type(link)
            usage_point = own.usage_point or next((one.usage_point for one in channels), "")
            if self._services.get(usage_point, _ELECTRICITY) != _ELECTRICITY:
                kind = _of_another_service(kind)
            yield own._replace(usage_point=usage_point), updated, block, kind

    def _type_link(self, own: _Channel, channels: set[_Channel]) -> str:
        if own.type_link:
            return own.type_link
        links = {channel.type_link for channel in channels}
        meanings = {tuple(sorted(self._type(link).numbers.items())) for link in links}
        if len(meanings) > 1:
            first, second = sorted(meanings)[:2]
            raise MeterFileError(
                "The file gives the same readings two meanings, "
                f"{_meaning(dict(first))} and {_meaning(dict(second))}. Download one meter at a time."
            )
        return next(iter(links), "")

    def _type(self, link: str) -> ReadingType:
        for key in (link, _identifier(link)):
            if key in self._types:
                if key in self._unclear_types:
                    raise MeterFileError(
                        "The file describes one kind of reading in two ways, so its unit is not clear. Download one "
                        "meter at a time."
                    )
                return self._types[key]
        different = {tuple(sorted(kind.numbers.items())) for kind in self._types.values()}
        if len(different) > 1:
            raise MeterFileError(
                "The file does not say which of its units belongs to which readings. Download one meter at a time."
            )
        return next(iter(self._types.values()), ReadingType())

    def _add_block(
        self, found: Readings, channel: _Channel, updated: int, block: Block, kind: ReadingType
    ) -> None:
        meter = found.meter(channel.usage_point)
        flow = FlowDirection.GENERATION if _is_generation(kind) else FlowDirection.USE
        part = kind.get("tou", 0)
        times, by = _scale(kind)
        for start, end, millionths, quality, tou in zip(
            block.starts, _ends(block, kind), block.millionths, block.qualities, block.tous, strict=True
        ):
            micro = millionths * times // by
            if flow is FlowDirection.GENERATION:
                micro = abs(micro)
            elif micro < 0:
                raise MeterFileError("The file has a use below 0. Download the consumption report.")
            if micro > _MOST_MICRO_KWH:
                raise MeterFileError("The file has a reading that cannot be a home's. Download it again.")
            if not 0 < end - start <= LONGEST_PERIOD:
                raise MeterFileError("Download the 15-minute, hourly or daily Green Button file.")
            found.add(
                Reading(meter, min(999, max(0, tou or part)), flow, start, end, micro, quality, updated)
            )


_Readable = tuple[_Channel, int, Block, ReadingType]


def _of_known_meters(channels: Sequence[_Readable]) -> Iterator[_Readable]:
    """Where there is one usage point, what names none is of that one."""
    points = {channel.usage_point for channel, _, _, _ in channels} - {""}
    only = next(iter(points)) if len(points) == 1 else ""
    for channel, updated, block, kind in channels:
        yield channel._replace(usage_point=channel.usage_point or only), updated, block, kind


def _joined(channels: Iterable[_Readable]) -> list[_Readable]:
    """The blocks of one channel and moment of publication as one."""
    found: dict[tuple[_Channel, int], _Readable] = {}
    for channel, updated, block, kind in channels:
        known = found.setdefault((channel, updated), (channel, updated, block, kind))
        if known[2] is not block:
            for column, more in zip(known[2], block, strict=True):
                column.extend(more)
    return list(found.values())


def _assume_watt_hours(found: Readings) -> None:
    """A feed that names no unit is in watt-hours, if a home can have used that. Raises MeterFileError."""
    _, _, _, starts, ends, micro, _, _ = found.columns
    days = max(max(ends) - min(starts), DAY) / DAY
    if not _PLAUSIBLE_KWH_A_DAY[0] <= sum(micro) / MICRO / days <= _PLAUSIBLE_KWH_A_DAY[1]:
        raise MeterFileError(
            "This Green Button file does not say in which unit it measures. Download it again."
        )
    found.is_unit_assumed = True


def _check_level(found: Readings) -> None:
    """Programs write watt-hours and mean kWh. Raises MeterFileError where no home that has power uses so little."""
    _, _, kinds, starts, ends, micro, _, _ = found.columns
    use = [at for at, kind in enumerate(kinds) if kind == FlowDirection.USE]
    seconds, total = sum(ends[at] - starts[at] for at in use), sum(micro[at] for at in use)
    if 0 < total * DAY < _LEAST_KWH_A_DAY * MICRO * seconds:
        raise MeterFileError(
            f"The file says {total * DAY / MICRO / seconds:.2g} kWh a day, less than any home uses. It names "
            "watt-hours and may mean kWh. Download the CSV report instead."
        )


def _ends(block: Block, kind: ReadingType) -> Sequence[int]:
    """When each reading ends: by its own duration, that of its kind, or the step to the next."""
    length = kind.get("intervalLength", 0)
    if length <= 0 and any(seconds < 0 for seconds in block.seconds):
        ends = by_steps(block.starts, [0] * len(block.starts))
        return [_whole_days(start, end) for start, end in zip(block.starts, ends, strict=True)]
    return [
        _whole_days(start, start + (seconds if seconds > 0 else length))
        for start, seconds in zip(block.starts, block.seconds, strict=True)
    ]


def _whole_days(start: int, end: int) -> int:
    """Days that begin at midnight end at midnight, though one in March has 23 hours and one in November 25."""
    if end - start < DAY - HOUR or start != midnight(day_of(start)):
        return end
    nearest = midnight(day_of(end + DAY // 2))
    return nearest if abs(nearest - end) <= HOUR else end


def _is_electricity(kind: ReadingType) -> bool:
    return (
        kind.get("uom", _WATT_HOURS) == _WATT_HOURS
        and kind.get("commodity", 0) in _ELECTRICITY_COMMODITIES
        and kind.get("accumulationBehaviour", 0) not in _COUNTERS
        and kind.get("dataQualifier", 0) not in _EXTREMES
    )


def _is_use(kind: ReadingType) -> bool:
    return _is_electricity(kind) and kind.get("flowDirection", 0) not in (_REVERSE, _NET, _BOTH)


def _is_generation(kind: ReadingType) -> bool:
    return _is_electricity(kind) and kind.get("flowDirection", 0) == _REVERSE


def _of_another_service(kind: ReadingType) -> ReadingType:
    other = ReadingType()
    other.numbers = {**kind.numbers, "commodity": -1}
    return other


def _micro_of_others(kind: ReadingType, block: Block) -> int:
    """Energy of channels that are kWh of electricity but no use by themselves; 0 of gas and of power."""
    if (
        kind.get("uom", _WATT_HOURS) != _WATT_HOURS
        or kind.get("commodity", 0) not in _ELECTRICITY_COMMODITIES
    ):
        return 0
    times, by = _scale(kind)
    return sum(millionths * times // by for millionths in block.millionths)


def _scale(kind: ReadingType) -> tuple[int, int]:
    """What makes millionths of the unit of a kind into millionths of a kWh: times the first, divided by the second."""
    power = max(-_MOST_POWER, min(_MOST_POWER, kind.get("powerOfTenMultiplier", 0))) - _KILO
    return 10 ** max(power, 0), 10 ** max(-power, 0)


def _no_use_sentence(kinds: Sequence[ReadingType]) -> str:
    electric = [kind for kind in kinds if kind.get("uom", _WATT_HOURS) == _WATT_HOURS]
    if any(kind.get("accumulationBehaviour", 0) in _COUNTERS for kind in electric):
        return "This file holds the counter of the meter, not its use. Download the interval or daily report."
    if any(kind.get("flowDirection", 0) in (_NET, _BOTH) for kind in electric):
        return (
            "This file holds use less surplus generation, or both added up. It does not say how much you used. "
            "Download the report of consumption."
        )
    return "This Green Button file does not measure electricity in kWh."


def _meaning(numbers: Mapping[str, int]) -> str:
    if (
        numbers.get("uom", _WATT_HOURS) != _WATT_HOURS
        or numbers.get("commodity", 0) not in _ELECTRICITY_COMMODITIES
    ):
        return "something that is no electricity"
    return f"electricity in watt-hours times 10 to the power {numbers.get('powerOfTenMultiplier', 0)}"


def _first(pattern: str, hrefs: Sequence[str]) -> str:
    for href in hrefs:
        if found := re.match(pattern, href):
            return found[1].lstrip("/")
    return ""


def _identifier(path: str) -> str:
    """The last word of a link."""
    return path.rpartition("/")[2]
