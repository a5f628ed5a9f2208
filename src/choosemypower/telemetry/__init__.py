"""Shape of the logs, and the listener for operators (/metrics, liveness); what is measured is read in `health`.

Owns: how a line of log looks and what it must not contain, the listener's thread, the pulse of the event loop.
Leaves to others: reacting.
"""
