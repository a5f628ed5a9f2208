"""From a listing file or address to a published dataset: fetch, read, pair languages, quarantine, report.

Owns: the shapes of listings, their spellings, what a run says of itself.
Leaves to others: what a plan means (`plans`), which version is current (`datasets`).
"""
