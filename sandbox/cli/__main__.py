"""`python -m sandbox.cli`, for an installation without its console script."""

from sandbox.cli import main

main(prog_name="e5")
