"""Owns the Pythons of this machine for one command; `interpreters` finds them."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Mapping, Optional, Tuple

from understudy.engine import interpreters
from understudy.engine.interpreters import Interpreter


class Pythons:
    """The Pythons of this machine, looked for when somebody asks, and once."""

    def __init__(self, environment: Mapping[str, str], cache: Path) -> None:
        self._environment = environment
        self._cache = cache / "interpreters.json"
        self._lock = Lock()
        self._found: Optional[Tuple[Interpreter, ...]] = None

    def found(self) -> Tuple[Interpreter, ...]:
        """Return them, those of version managers first."""
        with self._lock:
            if self._found is None:
                roots = interpreters.roots(self._environment)
                self._found = interpreters.discover(roots, self._cache)
            return self._found
