"""What visitors do, as counts a day: pages seen, ZIP codes searched, filters, plans, comparisons, sign-ups.

Owns: what is counted and under which labels, adding up in the process, one upsert for many, the report.
Leaves to others: which route, ZIP or plan a page is (`api`, `web`), rates (`limits`), how it looks (`web`).

Nothing here knows a visitor: no address, no cookie, no identifier, no moment finer than an hour (docs/privacy.md).
"""

from choosemypower.events.model import OTHER, CountKind
from choosemypower.events.recorder import Recorder

__all__ = ["OTHER", "CountKind", "Recorder"]
