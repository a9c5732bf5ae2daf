"""Owns reading the logs of a run: their last lines, their lines as they come.

What the programs of a leg wrote for a terminal, as colours, is taken out here; what is
dangerous beside that is escaped where it is shown.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Tuple

from understudy.engine.observe import (
    Event,
    Heartbeat,
    LegFinished,
    LegStarted,
    RunStarted,
    StepFinished,
    StepStarted,
)

# What the runner says of every failed command says no more than its exit status.
NOTHING_NEW = re.compile(
    r"Process completed with exit code -?\d+\.|The operation was canceled\."
)

_BLOCK = 1 << 16
_HEADER, _END = "##[group]Run ", "##[endgroup]"
_MARK = re.compile(r"^##\[[a-z]+\]")
_ESCAPE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-Z\\^-~])"
)


def text_lines(data: bytes) -> List[str]:
    """Return the lines of a log as a terminal would leave them, without looks."""
    text = _ESCAPE.sub("", data.decode("utf-8", "replace")).replace("\r\n", "\n")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    # A progress bar draws over itself: only what it drew last is left.
    return [line.rstrip("\r").rpartition("\r")[2].expandtabs() for line in lines]


def tail(path: Path, start: int, end: Optional[int], count: int) -> List[str]:
    """Return the last lines between two offsets of a log that are not empty.

    Args:
        path: the log, which may be gone.
        start: where the part begins.
        end: where it ends; None for the end of the file.
        count: how many lines at most.
    """
    try:
        with open(path, "rb") as file:
            last = file.seek(0, 2) if end is None else end
            first = max(start, last - _BLOCK)
            file.seek(first)
            lines = text_lines(file.read(max(0, last - first)))
    except OSError:
        return []
    if first > start:
        lines = lines[1:]  # Half a line is none.
    return list(_own(lines))[-count:]


def _own(lines: List[str]) -> Iterator[str]:
    """Yield what the programs of a step wrote, without what was written around it."""
    if lines and lines[0].startswith(_HEADER) and _END in lines:
        lines = lines[lines.index(_END) + 1 :]
    for line in lines:
        text = _MARK.sub("", line)
        if text.strip() and line != _END and not NOTHING_NEW.fullmatch(text.strip()):
            yield text


def whole(path: Path) -> Iterator[str]:
    """Yield the lines of a log with their looks, but without the marks of groups."""
    try:
        with open(path, encoding="utf-8", errors="replace", newline="\n") as file:
            for line in file:
                if line.rstrip() != _END:
                    yield _MARK.sub("", line.rstrip("\r\n"))
    except OSError:
        return


def count_lines(path: Path) -> int:
    """Return how many lines a log has; none if it is gone."""
    count = 0
    try:
        with open(path, "rb") as file:
            for block in iter(lambda: file.read(_BLOCK), b""):
                count += block.count(b"\n")
    except OSError:
        return 0
    return count


class Follower:
    """Yields the lines that were added to the logs since the last event."""

    def __init__(self) -> None:
        self._folder = Path()
        self._paths: Dict[str, Path] = {}
        self._positions: Dict[str, int] = {}

    def follow(self, event: Event) -> Iterator[Tuple[str, str]]:
        """Yield addresses and lines that are there by now."""
        if isinstance(event, RunStarted):
            self._folder = Path(event.folder)
        elif isinstance(event, LegStarted):
            self._paths[event.address] = self._folder / event.log
        elif isinstance(event, (StepStarted, Heartbeat)):
            yield from self._new(event.address)
        elif isinstance(event, StepFinished):
            yield from self._new(event.address, whole=True)
        elif isinstance(event, LegFinished):
            yield from self._new(event.result.address, whole=True)

    def _new(self, address: str, whole: bool = False) -> Iterator[Tuple[str, str]]:
        if address not in self._paths:
            return
        position = self._positions.get(address, 0)
        try:
            with open(self._paths[address], "rb") as file:
                file.seek(position)
                data = file.read()
        except OSError:
            return
        if not whole:
            data = data[: data.rfind(b"\n") + 1]
        self._positions[address] = position + len(data)
        for line in text_lines(data) if data else ():
            yield address, line
