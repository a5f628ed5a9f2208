"""Facts that come with the program, each with its source in SOURCES.md. No code."""
