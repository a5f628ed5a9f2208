"""Clients in three languages, generated from our own OpenAPI document by programs that others wrote."""
