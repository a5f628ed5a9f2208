"""Beacons count once, however often and at whichever process they arrive.

Owns: what is remembered of a beacon (a hash of its random id, for two days), which of several are new, and when what a
process adds up is written.
Leaves to others: what a beacon says and what is counted (`events`, `vitals`), rates and floods (`limits`, `cache`).
"""

from choosemypower.beacons.commands import add_claimed, forget_old_beacons
from choosemypower.beacons.writer import CountWriter

__all__ = ["CountWriter", "add_claimed", "forget_old_beacons"]
