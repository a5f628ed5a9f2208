"""Utilities, cities and ZIP codes: who delivers power where, and at what charge on which day.

Owns: the answer to "who serves this ZIP?", delivery charges by date.
Leaves to others: which plan to take (`plans`, `pricing`).
"""
