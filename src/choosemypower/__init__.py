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


def leave_out_what_no_server_needs() -> None:
    """In a process that serves and does nothing else: a sixth of the CPU of its start and 11 MB.

    Litestar has plugins for models of pydantic and attrs, which we do not use, and does without; it loads yaml for a
    form of the API's description that we do not give. Piccolo's migrations are run by commands.
    """
    for name in ("pydantic", "attr", "attrs"):
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    sys.modules.setdefault("yaml", _WhenUsed("yaml"))
    migrations = ModuleType("piccolo.apps.migrations.auto.migration_manager")
    migrations.MigrationManager = None  # type: ignore[attr-defined]  # named in annotations only
    sys.modules.setdefault(migrations.__name__, migrations)
