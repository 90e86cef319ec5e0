"""The command line's door, for people who work in a checkout: the same as the installed command `retorsion`."""

try:
    from sim.cli import run
except ModuleNotFoundError as missing:
    way_out = "Run: make demo. Then use: .venv/bin/python run.py"
    raise SystemExit(f"error: {missing.name} is not installed for this Python. {way_out}") from missing

if __name__ == "__main__":
    run()
