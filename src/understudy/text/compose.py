"""Owns how YAML events become nodes with spans, also where an error cuts them short; never raises for a bad file."""

from __future__ import annotations

import re
from typing import Iterator, List, Optional

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

from understudy.text.diagnostic import Authority, Diagnostic, Severity
from understudy.text.events import Event, Mark
from understudy.text.nodes import Mapping, Node, Scalar, Sequence
from understudy.text.replay import Anchored, Refused, Replay
from understudy.text.scalars import InvalidValue, Value, resolve, resolve_tagged
from understudy.text.source import Position, Source, Span
from understudy.text.syntax import explain

_TOKEN_BYTES = 24
_STRING_BYTES = 26
_BLANK = " \t\r\n\x85\u2028\u2029"
# Anchor and tag stand before a value, in any order, perhaps on a line of their own.
_PROPERTIES = re.compile(r"(?:[&!]\S*(?:\s+(?:#[^\r\n]*\s+)*|\Z))+")
# YAML 1.1 parsers count these as line breaks; editors, GitHub's messages and `Source` do not.
_OTHER_BREAKS = re.compile("[\x85\u2028\u2029]")
_BREAK = re.compile("[\r\n\x85\u2028\u2029]|\\Z")


class _Open:
    """A collection whose end was not seen yet."""

    __slots__ = ("mapping", "start", "children", "anchored", "height")

    def __init__(
        self, mapping: bool, start: Position, anchored: Optional[Anchored]
    ) -> None:
        self.mapping = mapping
        self.start = start
        self.children: List[Node] = []
        self.anchored = anchored
        self.height = 1


class Composer:
    """Builds the tree of the first document of a text; what there is of it can be had after an error, too.

    `text` is the source's text as the parser reads it, every character in its place from `shift` on.
    """

    def __init__(self, source: Source, text: str, shift: int = 0) -> None:
        self.root: Optional[Node] = None
        self.diagnostics: List[Diagnostic] = []
        self._source = source
        self._text = text
        self._shift = shift
        self._exact = _OTHER_BREAKS.search(text) is not None
        self._open: List[_Open] = []
        self._replay = Replay()
        self._end = Position(1, 1)

    def compose(self, events: Iterator[Event]) -> None:
        """Read events up to the end of the first document, or to the first error."""
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
        except MarkedYAMLError as error:
            self.diagnostics.append(explain(error, self._source, self._shift))
        except Refused as refused:
            assert event is not None
            self._refuse("yaml-limit", str(refused), self._span(event), refused.help)
        while self._open:
            self._close_last()

    def _expect_end(self, event: Event) -> None:
        if not isinstance(event, StreamEndEvent):
            help = "a second document begins here; a workflow file holds one"
            message = "Expected stream end parse event"
            self._refuse("yaml-documents", message, self._span(event), help)

    def _scalar(self, event: Event) -> None:
        text, style = event.value, event.style or "plain"
        anchor, tag = event.anchor, event.tag
        mark = event.start_mark
        place = start = self._place(mark)
        end = self._place(event.end_mark)
        value: Value = text
        self._replay.bytes += _TOKEN_BYTES + _STRING_BYTES + 2 * len(text)
        if anchor is not None or tag is not None:
            start = self._after_properties(event)
        elif not text and style == "plain":
            start = end = self._before_blanks(mark.index)
        if style == "|" or style == ">":
            end = self._end_of_block(event)
        span = Span(self._source, start, end)
        try:
            if tag is not None:
                value = resolve_tagged(text, style, tag, place.line, place.column)
            elif style == "plain":
                value = resolve(text, place.line, place.column)
        except InvalidValue as invalid:
            self._refuse("yaml-value", str(invalid), span, None)
        node = Scalar(value, text, span, style, anchor)
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
        self._replay.bytes += _TOKEN_BYTES
        anchored = None
        if event.anchor is not None:
            anchored = self._replay.begin(event.anchor)
        if anchored is None and event.tag is None:
            start = self._place(event.start_mark)
        else:
            start = self._place(event.end_mark)
            # The event ends behind `{`, `[` and the `-` of an indentless sequence, but in front of another block.
            indentless = not mapping and self._text[event.end_mark.index :][:1] != "-"
            if event.flow_style or indentless:
                start = Position(start.line, start.column - 1)
        self._open.append(_Open(mapping, start, anchored))

    def _close(self, event: Event) -> None:
        # The end of a block, and of `[key: value]`, is only noticed at the next token.
        if event.start_mark.index != event.end_mark.index:
            self._end = self._place(event.end_mark)
        self._close_last()

    def _close_last(self) -> None:
        last = self._open.pop()
        span = Span(self._source, last.start, self._end)
        children = last.children
        node: Node
        if last.mapping:
            node = Mapping(tuple(zip(children[::2], children[1::2])), span)
        else:
            node = Sequence(tuple(children), span)
        if last.anchored is not None:
            self._replay.end(last.anchored, node, last.height)
        self._add(node, self._end, last.height)

    def _add(self, node: Node, end: Position, height: int) -> None:
        self._end = end
        if self._open:
            last = self._open[-1]
            last.children.append(node)
            if last.height <= height:
                last.height = height + 1
        else:
            self.root = node

    def _refuse(self, id: str, message: str, span: Span, help: Optional[str]) -> None:
        self.diagnostics.append(
            Diagnostic(id, Severity.ERROR, message, span, Authority.GITHUB, help=help)
        )

    def _place(self, mark: Mark) -> Position:
        if self._exact:
            return self._source.position(mark.index + self._shift)
        return Position(mark.line + 1, mark.column + 1)

    def _span(self, event: Event) -> Span:
        start, end = self._place(event.start_mark), self._place(event.end_mark)
        return Span(self._source, start, end)

    def _after_properties(self, event: Event) -> Position:
        first, last = event.start_mark.index, event.end_mark.index
        match = _PROPERTIES.match(self._text, first, last)
        assert match is not None
        return self._source.position(match.end() + self._shift)

    def _before_blanks(self, index: int) -> Position:
        while index and self._text[index - 1] in _BLANK:
            index -= 1
        return self._source.position(index + self._shift)

    def _end_of_block(self, event: Event) -> Position:
        first, last = event.start_mark.index, event.end_mark.index
        filled = first + len(self._text[first:last].rstrip(_BLANK))
        match = _BREAK.search(self._text, filled)
        assert match is not None
        return self._source.position(match.start() + self._shift)
