"""What was measured, and the verdict. Of the site the slowest answer decides: nobody's wait is dropped."""

import statistics
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

import msgspec


class Measure(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One line of the table."""

    part: str
    """`pages`, `api`, `database`, `vitals`, `builds`, `freshness` or `reliability`."""
    name: str
    limit: float
    unit: str
    worst: float | None = None
    """None: it could not be measured."""
    median: float | None = None
    is_by_median: bool = False
    """The median is held against the limit, not the worst: nobody waits for one of these alone, and one pause of a busy
    machine says nothing of a build."""
    count: int = 0
    failed: int = 0
    """Answers that were not what they should be."""
    why: str | None = None
    """Why nothing was measured, or what failed."""

    @property
    def is_measured(self) -> bool:
        return self.worst is not None or self.failed > 0

    @property
    def is_kept(self) -> bool:
        """What was not measured breaks no limit; the report says it."""
        decides = self.median if self.is_by_median else self.worst
        return not self.failed and (decides is None or decides <= self.limit)

    @classmethod
    def of(
        cls,
        part: str,
        name: str,
        limit: float,
        values: Sequence[float],
        *,
        unit: str = "ms",
        failed: int = 0,
        why: str | None = None,
        is_by_median: bool = False,
    ) -> "Measure":
        return cls(
            part=part,
            name=name,
            limit=limit,
            unit=unit,
            worst=round(max(values), 4) if values else None,
            median=round(statistics.median(values), 4) if values else None,
            count=len(values),
            failed=failed,
            why=why,
            is_by_median=is_by_median,
        )

    def __str__(self) -> str:
        if not self.is_measured:
            return f"{'-':<7} {self.part:<12} {self.name:<34} not measured: {self.why}"
        verdict = "ok" if self.is_kept else "MISSED"
        figures = f"median {_shown(self.median)}   worst {_shown(self.worst)}   limit {_shown(self.limit)} {self.unit}"
        figures += "  (by the median)" if self.is_by_median else ""
        failed = f"   failed {self.failed} ({self.why})" if self.failed else ""
        return f"{verdict:<7} {self.part:<12} {self.name:<34} {figures}{failed}"


def _shown(value: float | None) -> str:
    return "       -" if value is None else f"{value:8.2f}"


class PerfReport(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The whole table, for people, as JSON and as JUnit."""

    site: str
    measures: tuple[Measure, ...]

    @property
    def is_kept(self) -> bool:
        return all(measure.is_kept for measure in self.measures)

    def as_json(self) -> dict[str, object]:
        measures = [
            msgspec.to_builtins(measure) | {"isKept": measure.is_kept, "isMeasured": measure.is_measured}
            for measure in self.measures
        ]
        return {"site": self.site, "isKept": self.is_kept, "measures": measures}

    def as_text(self) -> str:
        missed = [measure.name for measure in self.measures if not measure.is_kept]
        unmeasured = [measure.name for measure in self.measures if not measure.is_measured]
        lines = [f"{self.site}", *map(str, self.measures)]
        if missed:
            verb = "limit is" if len(missed) == 1 else "limits are"
            lines.append(f"{len(missed)} {verb} not kept: {', '.join(missed)}.")
        else:
            lines.append("Every limit that was measured is kept.")
        return "\n".join(lines + ([f"Not measured: {', '.join(unmeasured)}."] if unmeasured else []))

    def as_junit(self) -> str:
        """One case a line: continuous integration shows them as tests."""
        suite = ElementTree.Element(
            "testsuite",
            name="performance gate",
            tests=str(len(self.measures)),
            failures=str(sum(not measure.is_kept for measure in self.measures)),
            skipped=str(sum(not measure.is_measured for measure in self.measures)),
        )
        for measure in self.measures:
            case = ElementTree.SubElement(suite, "testcase", classname=measure.part, name=measure.name)
            if not measure.is_measured:
                ElementTree.SubElement(case, "skipped", message=measure.why or "")
            elif not measure.is_kept:
                ElementTree.SubElement(case, "failure", message=str(measure))
        return ElementTree.tostring(suite, encoding="unicode")


def without(measures: Iterable[Measure], parts: Iterable[str]) -> tuple[Measure, ...]:
    """All but these parts."""
    left_out = set(parts)
    return tuple(measure for measure in measures if measure.part not in left_out)
