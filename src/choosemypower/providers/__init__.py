"""Retail electric providers: name, certificate, contacts.

Owns: which spellings in a listing are one provider, and its state certificate.
Leaves to others: its plans (`plans`).
"""
