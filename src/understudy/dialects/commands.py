"""Owns how the engine learns what a step says by its log and files; no service is here.

Private until a second service runs through it: then it changes without notice.
"""

from __future__ import annotations

from typing import Callable, Iterable, Mapping, Optional, Protocol, Tuple

from understudy.model.result import Annotation
from understudy.records import dataclass


@dataclass(frozen=True)
class Said:
    """What a step said through its command files, in the order it said it."""

    env: Tuple[Tuple[str, str], ...] = ()
    outputs: Tuple[Tuple[str, str], ...] = ()
    state: Tuple[Tuple[str, str], ...] = ()
    paths: Tuple[str, ...] = ()
    summary: Optional[str] = None
    annotations: Tuple[Annotation, ...] = ()
    failed: bool = False


class Ear(Protocol):
    """Reads what one step writes into its log; a `Listener` of the engine's log."""

    @property
    def failed(self) -> bool:
        """Return whether a command was such that the step fails."""
        ...

    def wants_lines(self, chunk: bytes) -> bool:
        """Return whether every line of a chunk is wanted, not only commands."""
        ...

    def line(self, text: str) -> Optional[Iterable[str]]:
        """Return the lines that the log shows in place of one, None for itself."""
        ...


class Hearing(Protocol):
    """What the engine does when a step says something in its log."""

    def set_variable(self, name: str, value: str) -> None:
        """Let every later step see a variable."""

    def add_path(self, path: str) -> None:
        """Let every later step search a folder first."""

    def set_output(self, name: str, value: str) -> None:
        """Keep an output of the step."""

    def save_state(self, name: str, value: str) -> None:
        """Keep a state for the step's own end."""

    def mask(self, value: str) -> None:
        """Hide a value from here on."""

    def annotate(self, annotation: Annotation) -> None:
        """Keep an annotation."""


class Commands(Protocol):
    """What the steps of one leg may say to its service, and who reads it."""

    @property
    def files(self) -> Mapping[str, str]:
        """Return the command files of a step: name to the variable with its path."""
        ...

    def ear(self, env: Mapping[str, str], hearing: Hearing) -> Ear:
        """Return what reads the output of a step."""
        ...

    def said(
        self, files: Mapping[str, Optional[bytes]], mask: Callable[[str], str]
    ) -> Said:
        """Read the command files of a step, by name."""
        ...
