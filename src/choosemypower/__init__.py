"""ChooseMyPower: what every Texas electricity plan really costs a home.

The map of the rooms is in README.md; the words of the trade are in docs/glossary.md.
"""

import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

__version__ = "0.1.0"

# Piccolo finds its engine by this name; every table module needs it before the first query.
os.environ.setdefault("PICCOLO_CONF", "choosemypower.piccolo_conf")


class _WhenUsed(ModuleType):
    """Stands in the place of a module until something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


# Libraries load these for commands that the server does not have: a fifth of the time and memory that it loads take.
sys.modules.setdefault("black", _WhenUsed("black"))  # Piccolo formats new migrations by it
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # the command line of httpx, which does without
