"""How much power a home uses by month: profiles, a typical bill, twelve bills, meter files.

Owns: the twelve numbers and where they came from, their one family of URL parameters.
Leaves to others: prices (`pricing`).
"""
