"""Inkling's entry: no arguments open the window; a command runs without one."""

import sys


def run() -> int:
    """Open the window or run a command; returns the exit status."""
    if len(sys.argv) > 1:
        from core import cli

        return cli.main(sys.argv[1:])
    from gui import app

    return app.main()


if __name__ == "__main__":
    sys.exit(run())
