"""Owns where nodes begin and end in the file, given what the parsers say of them."""

from __future__ import annotations

import re
from typing import Tuple

from understudy.text.characters import Readable
from understudy.text.events import Event, Mark
from understudy.text.source import Source, Span

# Line and column from 1. Plain tuples: a Position for each end of every node would take
# as long as all the rest.
Place = Tuple[int, int]

_BLANK = " \t\r\n\x85\u2028\u2029"
_BREAK = re.compile("[\r\n\x85\u2028\u2029]|\\Z")
# YAML 1.1 breaks lines here; editors, GitHub's messages and `Source` do not.
_OTHER_BREAKS = re.compile("[\x85\u2028\u2029]")
# Anchor and tag stand before a value, in any order, perhaps on a line of their own.
_PROPERTIES = re.compile(r"(?:[&!]\S*(?:\s+(?:#[^\r\n]*\s+)*|\Z))+")


class Layout:
    """The text of one source as a parser saw it, and the places in it."""

    def __init__(self, source: Source, readable: Readable) -> None:
        self._source = source
        self._text = readable.text
        self._shift = readable.shift
        self._by_index = _OTHER_BREAKS.search(readable.text) is not None

    def place(self, mark: Mark) -> Place:
        """Return the place of a parser's mark."""
        if self._by_index:
            return self.at(mark.index)
        return mark.line + 1, mark.column + 1

    def at(self, index: int) -> Place:
        """Return the place of an index into the parser's text."""
        return self._source.position(index + self._shift)

    def span(self, start: int, end: int) -> Span:
        """Return the span between two indices into the parser's text."""
        return self._source.span(start + self._shift, end + self._shift)

    def value_start(self, event: Event) -> int:
        """Return where a scalar with an anchor or a tag begins behind them."""
        first, last = event.start_mark.index, event.end_mark.index
        match = _PROPERTIES.match(self._text, first, last)
        assert match is not None
        return match.end()

    def collection_start(self, event: Event, mapping: bool) -> Place:
        """Return where a collection with an anchor or a tag begins behind them."""
        line, column = self.place(event.end_mark)
        # The event ends behind `{`, `[` and the `-` of a list as deep as its key, but
        # in front of any other block.
        shallow = not mapping and self._text[event.end_mark.index :][:1] != "-"
        return line, column - 1 if event.flow_style or shallow else column

    def before_blanks(self, index: int) -> Place:
        """Return the place behind the last text in front of an index."""
        while index and self._text[index - 1] in _BLANK:
            index -= 1
        return self.at(index)

    def block_end(self, event: Event) -> Place:
        """Return where the last line with text of a block scalar ends."""
        first, last = event.start_mark.index, event.end_mark.index
        filled = first + len(self._text[first:last].rstrip(_BLANK))
        match = _BREAK.search(self._text, filled)
        assert match is not None
        return self.at(match.start())
