"""Owns the text of one file and the places in it; reads no files itself."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from functools import cached_property
from typing import NamedTuple, Tuple

from understudy.records import dataclass


class Position(NamedTuple):
    """A place in a text, from 1; columns count code points, as on GitHub."""

    line: int
    column: int


@dataclass(frozen=True)
class Source:
    """The text of one file, and its name: from the project on, with `/`."""

    path: str
    text: str = field(repr=False)

    @cached_property
    def lines(self) -> Tuple[str, ...]:
        """Every line without its break; CRLF, CR and LF all break.

        A byte order mark belongs to no line, as in editors.
        """
        text = self.text[self._mark :].replace("\r\n", "\n").replace("\r", "\n")
        return tuple(text.split("\n"))

    @property
    def _mark(self) -> int:
        return int(self.text.startswith("\ufeff"))

    @cached_property
    def _starts(self) -> Tuple[int, ...]:
        index = self._mark
        starts = [index]
        for line in self.lines[:-1]:
            index += len(line)
            index += 2 if self.text.startswith("\r\n", index) else 1
            starts.append(index)
        return tuple(starts)

    def position(self, offset: int) -> Position:
        """Return the place of an offset from 0; past the end is the end."""
        offset = max(self._mark, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def offset(self, position: Position) -> int:
        """Return the 0-based offset of a place, the inverse of `position`."""
        return self._starts[position.line - 1] + position.column - 1

    def span(self, start: int, end: int) -> Span:
        """Return the span between two 0-based offsets, the end exclusive."""
        return Span(self, self.position(start), self.position(end))


@dataclass(frozen=True)
class Span:
    """A stretch of a source, the end exclusive."""

    source: Source
    start: Position
    end: Position

    @property
    def path(self) -> str:
        """The path of the source."""
        return self.source.path

    @property
    def line(self) -> int:
        """The first line, from 1."""
        return self.start.line

    @property
    def column(self) -> int:
        """The first column, from 1."""
        return self.start.column

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    def __repr__(self) -> str:
        return f"<span {self} to {self.end.line}:{self.end.column}>"
