"""Entry of `python -m cli`, equal to the console script `standing`."""

from cli import main

main()
