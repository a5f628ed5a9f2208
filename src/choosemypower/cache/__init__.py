"""The page cache in front of the whole app: policies, keys, entries.

Owns: what is kept, for how long, under which key, and what a response's cache headers say.
Leaves to others: what a page contains, what processes share (`sharing`), edges (`edges`).
"""
