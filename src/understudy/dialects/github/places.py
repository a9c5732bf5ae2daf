"""Owns where in a file a part of a scalar's text stands; knows YAML's folding only."""

from __future__ import annotations

from typing import List, Optional

from understudy.text.source import Span
from understudy.text.yaml import Scalar


def part(node: Scalar, start: int, end: int) -> Optional[Span]:
    """Return the place of a stretch of a scalar's text, None where escapes blur it."""
    source = node.span.source
    offset = source.offset(node.span.start)
    raw = source.text[offset : source.offset(node.span.end)]
    origins = _origins(raw, node.text, node.style)
    if not 0 <= start < end <= len(origins):
        return None
    return source.span(offset + origins[start], offset + origins[end - 1] + 1)


def _origins(raw: str, text: str, style: str) -> List[int]:
    """Return the index in the raw text of each character, as far as they are the same.

    Both differ in white space, and in what quotes are doubled or escaped.
    """
    index = raw.find("\n") + 1 if style in "|>" else len(style) % 5
    found: List[int] = []
    for character in text:
        if character.isspace():
            found.append(min(index, len(raw) - 1))
            index += raw[index : index + 1].isspace()
            continue
        while raw[index : index + 1].isspace():
            index += 1
        if not raw.startswith(character, index) or character == "\\" and style == '"':
            break
        found.append(index)
        index += 2 if style == character == "'" else 1
    return found
