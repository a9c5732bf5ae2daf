"""Owns how YAML events become nodes; what an error leaves of a tree is kept."""

from __future__ import annotations

from typing import Iterator, List, Optional

from yaml.error import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from understudy.text import strictness
from understudy.text.characters import Readable
from understudy.text.diagnostic import Authority, Diagnostic, Severity
from understudy.text.events import Event
from understudy.text.layout import Layout, Place
from understudy.text.nodes import Mapping, Node, Scalar, Sequence, Value, Where
from understudy.text.replay import Anchored, Refused, Replay
from understudy.text.scalars import InvalidValue, resolve, resolve_tagged
from understudy.text.source import Source, Span


class _Open:
    """A collection whose end was not seen yet; `closing` is its bracket, if any."""

    __slots__ = ("mapping", "start", "closing", "anchored", "children", "height")

    def __init__(
        self, mapping: bool, start: Place, closing: str, anchored: Optional[Anchored]
    ) -> None:
        self.mapping = mapping
        self.start = start
        self.closing = closing
        self.anchored = anchored
        self.children: List[Node] = []
        self.height = 1


class Composer:
    """Builds the tree of a text's first document, as far as there is one."""

    def __init__(self, source: Source, readable: Readable) -> None:
        self.root: Optional[Node] = None
        self.diagnostics: List[Diagnostic] = []
        self._source = source
        self._readable = readable
        self._layout = Layout(source, readable)
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
                elif kind is DocumentStartEvent:
                    self._document(event)
                replay.check_events()
        except MarkedYAMLError as raised:
            error = raised
        except Refused as refused:
            assert event is not None
            self._refuse(refused.id, str(refused), self._span(event), refused.help)
        while self._open:
            self._close_last()
        return error

    def _document(self, event: Event) -> None:
        if self.root is not None:
            help = "a second document begins here; a workflow file holds one"
            raise Refused("Expected stream end parse event", help, "yaml-documents")
        if event.version is not None:
            index = event.start_mark.index
            self._object(strictness.version(event.version), index)

    def _scalar(self, event: Event) -> None:
        layout = self._layout
        text, style = event.value, event.style or "plain"
        anchor, tag = event.anchor, event.tag
        place = start = layout.place(event.start_mark)
        end = layout.place(event.end_mark)
        anchored = None if anchor is None else self._replay.begin(anchor)
        self._replay.add_string(text)
        if self._readable.hidden:
            text = text.translate(self._readable.hidden)
        value: Value = text
        if anchored is not None or tag is not None:
            start = layout.at(layout.value_start(event))
        elif not text and style == "plain":
            start = end = layout.before_blanks(event.start_mark.index)
        if style == "|" or style == ">":
            end = layout.block_end(event)
        try:
            if tag is not None:
                value = resolve_tagged(text, style, tag, *place)
            elif style == "plain":
                value = resolve(text, *place)
        except InvalidValue as invalid:
            self._refuse("yaml-value", str(invalid), self._span(event), invalid.help)
        if style == '"' and "/" in text or self._open and self._open[-1].closing:
            self._check(event, style)
        node = Scalar(value, text, self._where(start, end), style, anchor)
        if anchored is not None:
            self._replay.end(anchored, node, 0)
        self._add(node, end, 0)

    def _check(self, event: Event, style: str) -> None:
        start = event.start_mark.index
        if event.anchor is not None or event.tag is not None:
            start = self._layout.value_start(event)
        raw = self._readable.text[start : event.end_mark.index]
        if style == '"':
            self._object(strictness.double_quoted(raw), start)
        elif style == "plain":
            closing = self._open[-1].closing
            self._object(strictness.plain_in_flow(raw, closing), start)

    def _alias(self, event: Event) -> None:
        anchored = self._replay.alias(event.anchor or "")
        self._replay.check_depth(len(self._open) + anchored.height)
        assert anchored.node is not None
        end = self._layout.place(event.end_mark)
        self._add(anchored.node, end, anchored.height)

    def _begin(self, event: Event, mapping: bool) -> None:
        self._replay.check_depth(len(self._open) + 1)
        anchored = None
        if event.anchor is not None:
            anchored = self._replay.begin(event.anchor)
        self._replay.add_collection()
        if anchored is None and event.tag is None:
            start = self._layout.place(event.start_mark)
        else:
            start = self._layout.collection_start(event, mapping)
        closing = ""
        if event.flow_style:
            # A single pair in a list, `[key: value]`, has no brackets of its own.
            pair = event.start_mark.index == event.end_mark.index
            closing = "}" if mapping and not pair else "]"
        self._end = start
        self._open.append(_Open(mapping, start, closing, anchored))

    def _close(self, event: Event) -> None:
        # The end of a block, and of a single pair, is only noticed at the next token.
        if event.start_mark.index != event.end_mark.index:
            self._end = self._layout.place(event.end_mark)
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

    def _object(self, objection: Optional[strictness.Objection], index: int) -> None:
        if objection is not None:
            message, start, end, help = objection
            span = self._layout.span(index + start, index + end)
            self._refuse("yaml-syntax", message, span, help)

    def _refuse(self, id: str, message: str, span: Span, help: str) -> None:
        self.diagnostics.append(
            Diagnostic(id, Severity.ERROR, message, span, Authority.GITHUB, help=help)
        )

    def _where(self, start: Place, end: Place) -> Where:
        return (self._source, *start, *end)

    def _span(self, event: Event) -> Span:
        return self._layout.span(event.start_mark.index, event.end_mark.index)
