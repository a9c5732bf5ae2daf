"""Owns where a YAML parser gave up, and finding the place to show for it."""

from __future__ import annotations

from typing import NamedTuple, Optional, Tuple

from understudy.text.diagnostic import Label
from understudy.text.source import Source, Span


class Trouble(NamedTuple):
    """Where a parser stopped, and where what it could not finish begins."""

    source: Source
    stop: int
    begin: int
    context: str

    @property
    def line(self) -> str:
        """The text of the line in front of the place where the parser stopped."""
        line, column = self.source.position(self.stop)
        return self.source.lines[line - 1][: column - 1]

    @property
    def here(self) -> Span:
        """The one character at which the parser stopped."""
        return self.character(self.stop)

    def character(self, offset: int) -> Span:
        """Return the span of one character; at the end of a line it is empty."""
        text = self.source.text[offset : offset + 1]
        return self.source.span(offset, offset + len(text.strip("\r\n")))

    def rest(self, offset: int) -> Span:
        """Return the span from a place to the last text on its line."""
        position = self.source.position(offset)
        line = self.source.lines[position.line - 1]
        length = len(line[position.column - 1 :].rstrip())
        return self.source.span(offset, offset + length)

    def begins(self, text: str) -> Tuple[Label, ...]:
        """Return the label of what was begun, where that stands on another line."""
        span = self.character(self.begin)
        same = span.line == self.source.position(self.stop).line
        return () if same else (Label(span, text),)


class Words(NamedTuple):
    """What is said about a trouble."""

    message: str
    span: Span
    help: Optional[str] = None
    label: Optional[str] = None
    labels: Tuple[Label, ...] = ()
