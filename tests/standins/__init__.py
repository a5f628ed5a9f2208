"""Stand-ins for the services that we ask, with the quirks that are known of them; for tests and for a demo.

`make standins` runs all of them; the environment that it prints points the site at them. Homes, meters and plans are
made up, and say so.
"""
