"""Shape of the logs; metrics and traces come later.

Owns: how a line of log looks and what it must not contain.
Leaves to others: reacting.
"""
