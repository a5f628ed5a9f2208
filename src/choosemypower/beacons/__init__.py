"""Beacons count once, however often and at whichever process they arrive.

Owns: what is remembered of a beacon (a hash of its random id, for two days), and which of several are new.
Leaves to others: what a beacon says and what is counted (`events`, `vitals`), rates and floods (`limits`, `cache`).
"""

from choosemypower.beacons.commands import add_claimed, forget_old_beacons
from choosemypower.beacons.waiting import WaitingBeacons

__all__ = ["WaitingBeacons", "add_claimed", "forget_old_beacons"]
