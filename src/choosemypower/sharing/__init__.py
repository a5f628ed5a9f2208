"""What the processes of a site share, in Redis, and how none of them depends on it.

Owns: the client, its breaker, the form of kept values, the bytes that each class may take, visitors' sessions.
Leaves to others: what is worth keeping (`cache`), rates (`limits`).
"""
