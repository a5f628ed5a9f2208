"""Liveness and readiness.

Owns: what the probes are told.
Leaves to others: alerts.
"""
