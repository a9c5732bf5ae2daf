"""Owns how YAML events become nodes with places; what an error leaves is kept."""

from __future__ import annotations

import re
from typing import Iterator, List, Optional, Tuple

from yaml.error import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from understudy.text.characters import Readable
from understudy.text.diagnostic import Authority, Diagnostic, Severity
from understudy.text.events import Event, Mark
from understudy.text.nodes import Mapping, Node, Scalar, Sequence, Value, Where
from understudy.text.replay import Anchored, Refused, Replay
from understudy.text.scalars import InvalidValue, resolve, resolve_tagged
from understudy.text.source import Source

# Line and column from 1. Plain tuples: a Position for each end of every node would take
# as long as all the rest.
Place = Tuple[int, int]

_BLANK = " \t\r\n\x85\u2028\u2029"
_BREAK = re.compile("[\r\n\x85\u2028\u2029]|\\Z")
# YAML 1.1 breaks lines here; editors, GitHub's messages and `Source` do not.
_OTHER_BREAKS = re.compile("[\x85\u2028\u2029]")
# Anchor and tag stand before a value, in any order, perhaps on a line of their own.
_PROPERTIES = re.compile(r"(?:[&!]\S*(?:\s+(?:#[^\r\n]*\s+)*|\Z))+")


class _Open:
    """A collection whose end was not seen yet."""

    __slots__ = ("mapping", "start", "children", "anchored", "height")

    def __init__(
        self, mapping: bool, start: Place, anchored: Optional[Anchored]
    ) -> None:
        self.mapping = mapping
        self.start = start
        self.children: List[Node] = []
        self.anchored = anchored
        self.height = 1


class Composer:
    """Builds the tree of a text's first document, as far as there is one."""

    def __init__(self, source: Source, readable: Readable) -> None:
        self.root: Optional[Node] = None
        self.diagnostics: List[Diagnostic] = []
        self._source = source
        self._text = text = readable.text
        self._shift = readable.shift
        self._hidden = readable.hidden
        self._by_index = _OTHER_BREAKS.search(text) is not None
        self._open: List[_Open] = []
        self._replay = Replay()
        self._end: Place = (1, 1)

    def compose(self, events: Iterator[Event]) -> Optional[MarkedYAMLError]:
        """Read events up to the end of the first document, or to an error."""
        error = None
        event: Optional[Event] = None
        replay = self._replay
        try:
            for event in events:
                replay.events += 1
                kind: type = event.__class__
                if kind is ScalarEvent:
                    self._scalar(event)
                elif kind is MappingEndEvent or kind is SequenceEndEvent:
                    self._close(event)
                elif kind is MappingStartEvent or kind is SequenceStartEvent:
                    self._begin(event, kind is MappingStartEvent)
                elif kind is AliasEvent:
                    self._alias(event)
                elif kind is DocumentEndEvent:
                    self._expect_end(next(events))
                    break
                replay.check_events()
        except MarkedYAMLError as raised:
            error = raised
        except Refused as refused:
            assert event is not None
            self._refuse(refused.id, str(refused), event, refused.help)
        while self._open:
            self._close_last()
        return error

    def _expect_end(self, event: Event) -> None:
        if not isinstance(event, StreamEndEvent):
            help = "a second document begins here; a workflow file holds one"
            message = "Expected stream end parse event"
            self._refuse("yaml-documents", message, event, help)

    def _scalar(self, event: Event) -> None:
        text, style = event.value, event.style or "plain"
        anchor, tag = event.anchor, event.tag
        place = start = self._place(event.start_mark)
        end = self._place(event.end_mark)
        self._replay.add_string(text)
        if self._hidden:
            text = text.translate(self._hidden)
        value: Value = text
        if anchor is not None or tag is not None:
            start = self._after_properties(event)
        elif not text and style == "plain":
            start = end = self._before_blanks(event.start_mark.index)
        if style == "|" or style == ">":
            end = self._end_of_block(event)
        try:
            if tag is not None:
                value = resolve_tagged(text, style, tag, *place)
            elif style == "plain":
                value = resolve(text, *place)
        except InvalidValue as invalid:
            self._refuse("yaml-value", str(invalid), event, invalid.help)
        node = Scalar(value, text, self._where(start, end), style, anchor)
        if anchor is not None:
            self._replay.end(self._replay.begin(anchor), node, 0)
        self._add(node, end, 0)

    def _alias(self, event: Event) -> None:
        anchored = self._replay.alias(event.anchor or "")
        self._replay.check_depth(len(self._open) + anchored.height)
        assert anchored.node is not None
        self._add(anchored.node, self._place(event.end_mark), anchored.height)

    def _begin(self, event: Event, mapping: bool) -> None:
        self._replay.check_depth(len(self._open) + 1)
        self._replay.add_collection()
        anchored = None
        if event.anchor is not None:
            anchored = self._replay.begin(event.anchor)
        if anchored is None and event.tag is None:
            start = self._place(event.start_mark)
        else:
            line, column = start = self._place(event.end_mark)
            # The event ends behind `{`, `[` and the `-` of an indentless sequence, but
            # in front of another block.
            indentless = not mapping and self._text[event.end_mark.index :][:1] != "-"
            if event.flow_style or indentless:
                start = line, column - 1
        self._end = start
        self._open.append(_Open(mapping, start, anchored))

    def _close(self, event: Event) -> None:
        # The end of a block, and of `[key: value]`, is only noticed at the next token.
        if event.start_mark.index != event.end_mark.index:
            self._end = self._place(event.end_mark)
        self._close_last()

    def _close_last(self) -> None:
        last = self._open.pop()
        where = self._where(last.start, self._end)
        children = last.children
        node: Node
        if last.mapping:
            node = Mapping(tuple(zip(children[::2], children[1::2])), where)
        else:
            node = Sequence(tuple(children), where)
        if last.anchored is not None:
            self._replay.end(last.anchored, node, last.height)
        self._add(node, self._end, last.height)

    def _add(self, node: Node, end: Place, height: int) -> None:
        self._end = end
        if self._open:
            last = self._open[-1]
            last.children.append(node)
            if last.height <= height:
                last.height = height + 1
        else:
            self.root = node

    def _refuse(self, id: str, message: str, event: Event, help: str) -> None:
        first, last = event.start_mark.index, event.end_mark.index
        span = self._source.span(first + self._shift, last + self._shift)
        self.diagnostics.append(
            Diagnostic(id, Severity.ERROR, message, span, Authority.GITHUB, help=help)
        )

    def _where(self, start: Place, end: Place) -> Where:
        return (self._source, *start, *end)

    def _place(self, mark: Mark) -> Place:
        if self._by_index:
            return self._at(mark.index)
        return mark.line + 1, mark.column + 1

    def _at(self, index: int) -> Place:
        return self._source.position(index + self._shift)

    def _after_properties(self, event: Event) -> Place:
        first, last = event.start_mark.index, event.end_mark.index
        match = _PROPERTIES.match(self._text, first, last)
        assert match is not None
        return self._at(match.end())

    def _before_blanks(self, index: int) -> Place:
        while index and self._text[index - 1] in _BLANK:
            index -= 1
        return self._at(index)

    def _end_of_block(self, event: Event) -> Place:
        first, last = event.start_mark.index, event.end_mark.index
        filled = first + len(self._text[first:last].rstrip(_BLANK))
        match = _BREAK.search(self._text, filled)
        assert match is not None
        return self._at(match.start())
