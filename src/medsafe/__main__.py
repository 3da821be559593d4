"""`python -m medsafe` is the `medsafe` command."""

from medsafe.adapters.main import main

if __name__ == "__main__":
    raise SystemExit(main())
