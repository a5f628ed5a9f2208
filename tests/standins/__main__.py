"""Runs every stand-in until Ctrl-C, and prints the environment that points the site at them: `make standins`."""

import signal
from contextlib import ExitStack

from tests.standins.comparepower import ComparePower
from tests.standins.ercot import Ercot
from tests.standins.powertochoose import PowerToChoose
from tests.standins.server import KEY


def main() -> None:
    with ExitStack() as stack:
        pricing = stack.enter_context(ComparePower().running())
        meters = stack.enter_context(Ercot().running())
        state = stack.enter_context(PowerToChoose().running())
        lines = (
            f"export COMPAREPOWER_API_URL={pricing.url} COMPAREPOWER_API_KEY={KEY}",
            f"export ERCOT_API_URL={meters.url} ERCOT_API_KEY={KEY}",
            f"export PTC_API_URL={state.url}",
        )
        print(*lines, sep="\n", flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    main()
