"""The filter grammar: parse, order, canonical URL, counts, index rule.

Owns: which filters a URL means, and how many plans each filter would leave.
Leaves to others: rendering links (`web`), what a filter's cost means (`pricing`).
"""
