"""`python -m choosemypower`: the command line."""

from choosemypower.cli import main

main()
