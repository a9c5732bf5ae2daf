"""Starts the command line, and nothing else."""

from __future__ import annotations

import gc
import sys

from understudy.cli import main as command_line

# A tree of a pipeline is many objects that live until the end: looking again and again
# for what could go takes a tenth of the time, and finds nothing.
_OBJECTS = 100_000


def main() -> int:
    """Run the command line of this process."""
    gc.set_threshold(_OBJECTS, 50, 100)
    code = command_line.main()
    # Nor when the process ends, and all of them go with it.
    gc.freeze()
    return code


if __name__ == "__main__":
    sys.exit(main())
