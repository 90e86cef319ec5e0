"""The command line's door, for people who work in a checkout: the same as the installed command `retorsion`."""

from sim.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
