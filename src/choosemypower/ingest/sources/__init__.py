"""Further sources beside the state's listing: asked one way, recorded, read into rows, joined to the listing's offers.

Owns: which services are asked what, their shapes, what becomes of an answer that does not come.
Leaves to others: how a service is asked (`upstreams`), how a row is read (`ingest.rows`).
"""
