"""Versions of the listings: stage, publish, roll back, and the epoch that keys every cache.

Owns: which dataset is published now, its date, its source and its report.
Leaves to others: what stands in a listing (`ingest`), what a plan is (`plans`).
"""
