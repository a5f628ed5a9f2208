"""HTML pages and fragments; one file per page family.

Owns: view Structs, handlers, formatting filters.
Leaves to others: rules and SQL.
"""
