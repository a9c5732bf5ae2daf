"""Owns where each character of a scalar's text was written, escapes and folds included.

Exact but for the blanks of a folded block (`>`), of which only the line is sure.
"""

from __future__ import annotations

import re
from typing import Iterator, Pattern, Tuple

from understudy.text.nodes import Scalar
from understudy.text.source import Position, Span

_BREAK = r"(?:\r\n|[\r\n\x85\u2028\u2029])"
_BREAKS = re.compile(_BREAK)
_FOLD = rf"(?P<fold>[ \t]*{_BREAK}(?:[ \t]*{_BREAK})*[ \t]*)"
# By style. Not compiled before somebody asks: few scalars are ever pointed into.
_PARTS = {
    "plain": rf"{_FOLD}|(?s:.)",
    "'": rf"{_FOLD}|''|(?s:.)",
    '"': rf"(?P<joined>\\{_BREAK}[ \t]*(?:{_BREAK}[ \t]*)*)|{_FOLD}"
    r"|\\(?:x.{2}|u.{4}|U.{8}|.)|(?s:.)",
}


# Where a character begins in the source, and where it ends.
Origin = Tuple[int, int]


def position_in(scalar: Scalar, offset: int) -> Position:
    """Return the place in the source of a 0-based offset into a scalar's text."""
    return span_in(scalar, offset, offset).start


def span_in(scalar: Scalar, start: int, end: int) -> Span:
    """Return the place in the source of a stretch of a scalar's text."""
    span = scalar.span
    found = list(_origins(scalar, span))
    begin = span.source.offset(span.start) + (scalar.style in "'\"")
    behind = found[-1][1] if found else begin
    found.append((behind, behind))
    first = found[min(start, len(found) - 1)][0]
    if end <= start:
        return span.source.span(first, first)
    return span.source.span(first, found[min(end, len(found)) - 1][1])


def _origins(scalar: Scalar, span: Span) -> Iterator[Origin]:
    source = span.source
    begin, end = source.offset(span.start), source.offset(span.end)
    if scalar.style in "|>":
        header = _BREAKS.search(source.text, begin)
        if header is None:
            return iter(())
        trace = _literal if scalar.style == "|" else _folded
        return trace(scalar.text, source.text, header.end())
    quote = len(scalar.style) == 1
    parts = re.compile(_PARTS[scalar.style])
    return _flow(source.text, begin + quote, end - quote, parts)


def _flow(raw: str, begin: int, end: int, parts: Pattern[str]) -> Iterator[Origin]:
    for match in parts.finditer(raw, begin, end):
        kind = match.lastgroup
        if kind is None:
            yield match.span()
            continue
        breaks = list(_BREAKS.finditer(raw, *match.span()))
        # One break is a space, or nothing where it is escaped; more are one less.
        kept = kind == "fold" and (len(breaks) == 1 or breaks[0][0] in "\u2028\u2029")
        yield from (found.span() for found in breaks[0 if kept else 1 :])


def _literal(text: str, raw: str, begin: int) -> Iterator[Origin]:
    for line in _BREAKS.split(text):
        end_of_line = _BREAKS.search(raw, begin)
        end, after = end_of_line.span() if end_of_line else (len(raw), len(raw))
        start = max(begin, end - len(line))
        yield from ((index, index + 1) for index in range(start, start + len(line)))
        yield end, after
        begin = after


def _folded(text: str, raw: str, index: int) -> Iterator[Origin]:
    for character in text:
        if not character.isspace():
            while raw[index : index + 1].isspace():
                index += 1
        found = _BREAKS.match(raw, index)
        after = found.end() if found else min(index + 1, len(raw))
        yield index, after
        index = after
