"""What one process of the server tells the next one: variables of the environment that are no settings."""

import signal

OPTIONS = "CHOOSEMYPOWER_SERVER_OPTIONS"
"""What `server.serve` hands to `parent.py`, as JSON."""
SERVER_PID = "CHOOSEMYPOWER_SERVER_PID"
"""Tells the worker who has started it."""
STOP_SIGNALS = frozenset({signal.SIGINT, signal.SIGTERM})
