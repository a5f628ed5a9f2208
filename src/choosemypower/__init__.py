"""ChooseMyPower: what every Texas electricity plan really costs a home.

The map of the rooms is in README.md; the words of the trade are in docs/glossary.md.
"""

import os

__version__ = "0.1.0"

# Piccolo finds its engine by this name; every table module needs it before the first query.
os.environ.setdefault("PICCOLO_CONF", "choosemypower.piccolo_conf")
