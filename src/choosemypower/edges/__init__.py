"""What stands between us and the visitors: edges that are told what changed, and pages asked for before anybody does.

Owns: how each vendor wants to be told, and the order in which a site is warmed.
Leaves to others: which tags changed (`plans`, `editions/edition.py`), when to tell (`publishing.py`).
"""
