"""Owns the files of a checkout that the reader asks for; reads them, no more."""

from __future__ import annotations

from pathlib import Path
from typing import Optional, Tuple

from understudy.dialects.github.folder import read_source
from understudy.text.source import Source

_ACTIONS = ".github/actions"


class Checkout:
    """The files below a folder, as they are now."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, path: str) -> Optional[Source]:
        """Return a file of the project, None where there is no such file."""
        return read_source(self._root, path) if (self._root / path).is_file() else None

    def actions(self) -> Tuple[str, ...]:
        """Return the folders below `.github/actions` that hold an action."""
        found = sorted((self._root / _ACTIONS).glob("*/action.y*ml"))
        return tuple(f"{_ACTIONS}/{file.parent.name}" for file in found)
