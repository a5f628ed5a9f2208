"""A plan: terms, charges, documents, versions, freshness.

Owns: what an offer is, when it is still the same offer, what its listing says.
Leaves to others: what it costs (`pricing`), who sells it (`providers`).
"""
