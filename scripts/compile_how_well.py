"""Measure our reading on the cases that come with the program, and write reference/how_well.json: `make how-well`.

Ends with 1, and writes nothing, when anything was read wrongly.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from choosemypower.evaluation.shipped import measure_shipped

REFERENCE = Path(__file__).parents[1] / "src" / "choosemypower" / "reference"


def main() -> int:
    measured = measure_shipped(REFERENCE / "cases", datetime.now(UTC).date())
    for one in measured.measures:
        print(
            f"{one.name}: {one.right} right, {one.refused} refused, {one.wrong} wrong of {one.cases}. {one.command}"
        )
    if any(one.wrong for one in measured.measures):
        return 1
    text = msgspec.json.format(msgspec.json.encode(measured), indent=1)
    (REFERENCE / "how_well.json").write_bytes(text + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
