"""A bill from charges, credits, delivery rates and usage; pure functions.

Owns: what a month and a year of a plan cost a home, how sure that is, and the order of a list by it.
Leaves to others: storage, rendering.
"""
