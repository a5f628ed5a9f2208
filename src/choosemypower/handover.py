"""What one process of the server tells the next one: variables of the environment that are no settings."""

import signal

OPTIONS = "CHOOSEMYPOWER_SERVER_OPTIONS"
"""What `server.serve` hands to `parent.py`, as JSON."""
SERVER_PID = "CHOOSEMYPOWER_SERVER_PID"
"""Tells the worker who has started it."""
WORKERS_LOST = "CHOOSEMYPOWER_WORKERS_LOST"
"""Tells the worker how many before it ended unasked."""
STOP_SIGNALS = frozenset({signal.SIGINT, signal.SIGTERM})
