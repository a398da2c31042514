"""`python -m pipeline` is `synopsis`."""

from pipeline.cli import main

main()
