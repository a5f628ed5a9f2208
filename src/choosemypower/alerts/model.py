"""An alert, the rule it comes from, and its life: begun after repeated bad looks, repeated by the hour, ended."""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

REPEAT_AFTER = timedelta(hours=1)
"""While it goes on, people are told again this often."""
GOOD_LOOKS = 2
"""An alert ends after so many good looks in a row."""


class AlertType(StrEnum):
    """What part of the promise it concerns, in the specification's words."""

    PERFORMANCE = "performance"
    SYSTEM = "system"
    DATA = "data"


class Severity(StrEnum):
    CRITICAL = "critical"
    """Visitors are without something; somebody has to act now."""
    WARNING = "warning"
    """It can wait for working hours, not for next week."""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked at, and how often it must be bad before anybody is told."""

    name: str
    """Its key in the database, and the name of its page under docs/runbooks."""
    type: AlertType
    severity: Severity
    title: str
    """What is wrong, in one sentence."""
    is_well: str
    """What is said when it has ended."""
    threshold: float | None = None
    """In `unit`; None: it is bad or it is not."""
    unit: str = ""
    bad_looks: int = 3
    """Bad looks in a row before it begins."""
    every: timedelta | None = None
    """None: at each look of the watch."""


class RuleResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one look at one rule found."""

    is_bad: bool
    current: float | None = None
    """In the rule's unit."""
    details: tuple[tuple[str, str], ...] = ()
    """Name and value of whatever helps whoever is called."""


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """What people are told of, with the specification's fields."""

    type: AlertType
    severity: Severity
    message: str
    threshold: float | None
    current: float | None
    unit: str
    details: tuple[tuple[str, str], ...]


class NoticeKind(StrEnum):
    BEGUN = "begun"
    REPEATED = "repeated"
    ENDED = "ended"


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One message about an alert."""

    kind: NoticeKind
    rule: str
    alert: Alert
    since: datetime
    """When it began (UTC)."""
    at: datetime

    @property
    def key(self) -> str:
        """The same for the same message, whoever sends it."""
        return f"alert-{self.rule}-{self.kind}-{self.since:%Y%m%dT%H%M}-{self.at:%Y%m%dT%H}"


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """How a rule has gone so far; kept between looks, and shared by all processes."""

    looked_at: datetime | None = None
    bad: int = 0
    """Bad looks in a row, up to now."""
    good: int = 0
    since: datetime | None = None
    """When people were first told; None: there is no alert."""
    told_at: datetime | None = None

    @property
    def is_alert(self) -> bool:
        return self.since is not None


def is_due(rule: Rule, course: Course, now: datetime, every: timedelta) -> bool:
    """Is it time for the next look at this rule? A tenth early is not early."""
    return course.looked_at is None or now - course.looked_at >= (rule.every or every) * 0.9


def next_course(
    rule: Rule, course: Course, reading: RuleResult, now: datetime
) -> tuple[Course, Notice | None]:
    """How it goes on after a look, and what people are to be told.

    The course counts for granted that they were; `untold` is for when nobody could be.
    """
    bad, good = (course.bad + 1, 0) if reading.is_bad else (0, course.good + 1)
    after = msgspec.structs.replace(course, looked_at=now, bad=bad, good=good)
    kind = _what_to_say(rule, after, now)
    if kind is None:
        return after, None
    since = after.since or now
    if kind is NoticeKind.ENDED:
        told = msgspec.structs.replace(after, since=None, told_at=None)
    else:
        told = msgspec.structs.replace(after, since=since, told_at=now)
    return told, Notice(kind=kind, rule=rule.name, alert=_alert(rule, reading, kind), since=since, at=now)


def untold(before: Course, after: Course) -> Course:
    """The course when a message reached nobody: the look counts, and the next one says it again."""
    return msgspec.structs.replace(after, since=before.since, told_at=before.told_at)


def _what_to_say(rule: Rule, course: Course, now: datetime) -> NoticeKind | None:
    if not course.is_alert:
        return NoticeKind.BEGUN if course.bad >= rule.bad_looks else None
    if course.good >= GOOD_LOOKS:
        return NoticeKind.ENDED
    is_late = course.told_at is None or now - course.told_at >= REPEAT_AFTER
    return NoticeKind.REPEATED if course.bad and is_late else None


def _alert(rule: Rule, reading: RuleResult, kind: NoticeKind) -> Alert:
    return Alert(
        type=rule.type,
        severity=rule.severity,
        message=rule.is_well if kind is NoticeKind.ENDED else rule.title,
        threshold=rule.threshold,
        current=reading.current,
        unit=rule.unit,
        details=reading.details,
    )
