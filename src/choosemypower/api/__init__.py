"""JSON and CSV; one file per resource family.

Owns: API Structs (camelCase), envelopes, problem documents, OpenAPI.
Leaves to others: rules and SQL.
"""
