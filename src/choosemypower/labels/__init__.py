"""The facts labels behind the plans of the current dataset.

Owns: where labels may be fetched from and how politely, when one is asked for again, what `labels check` says.
Leaves to others: what a label says (`documents`), how it is stored (`plans.labels`), how one asks (`upstreams`).
"""
