"""Sources made of a few lines, and trees as text."""

from __future__ import annotations

from textwrap import dedent
from typing import Callable, Optional

import pytest

from understudy.text.nodes import Node, Scalar, Sequence
from understudy.text.source import Source


def _outline(node: Optional[Node], depth: int = 0) -> list[str]:
    if node is None:
        return []
    span = node.span
    place = f"{span.line}:{span.column}-{span.end.line}:{span.end.column}"
    indent = "  " * depth
    if isinstance(node, Scalar):
        anchor = f" &{node.anchor}" if node.anchor else ""
        return [f"{indent}{place} {node.style}{anchor} {node.text!r} is {node.value!r}"]
    if isinstance(node, Sequence):
        lines = [f"{indent}{place} list"]
        return lines + [row for item in node.items for row in _outline(item, depth + 1)]
    lines = [f"{indent}{place} mapping"]
    for key, value in node.entries:
        lines += _outline(key, depth + 1)
        lines += _outline(value, depth + 2)
    return lines


@pytest.fixture
def outline() -> Callable[[Optional[Node]], list[str]]:
    """Write a tree as lines: place, kind, text and value of each node."""
    return _outline


@pytest.fixture
def source() -> Callable[[str], Source]:
    """Make a source of an indented text."""
    return lambda text: Source("ci.yml", dedent(text).lstrip("\n"))
