"""What breaks in bad nights, one fault a test: each has a name, an invariant and a limit (docs/reliability.md)."""
