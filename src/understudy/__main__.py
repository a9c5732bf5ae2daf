"""Starts the command line, and nothing else."""

from __future__ import annotations

import sys

from understudy.cli.main import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
