"""What an answer depends on besides its address, and which answers must go when that changes.

The page cache, the headers, the purge and everybody who names what stands on a page ask here; nothing is kept here.
"""
