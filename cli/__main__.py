"""`python -m cli`: the same as the console script `standing`."""

from cli import main

main()
