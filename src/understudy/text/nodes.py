"""Owns the three kinds of YAML node; knows nothing of how they are read.

Nodes are values: equal when their content is, wherever they stand, and never changed.
They are written by hand because a workflow has thousands of them: a frozen dataclass
takes four times as long to make, and most spans are never asked for.
"""

from __future__ import annotations

from typing import Optional, Tuple, Union

from understudy.text.source import Position, Source, Span

Value = Union[None, bool, int, float, str]

# A span, or what it is made of: the source, then line and column of start and end.
Where = Union[Span, Tuple[Source, int, int, int, int]]


def _span(where: Where) -> Span:
    if isinstance(where, Span):
        return where
    source, line, column, end_line, end_column = where
    return Span(source, Position(line, column), Position(end_line, end_column))


class Scalar:
    """One value: null, boolean, number or string by the core schema.

    `text` is what YAML gave after unquoting and folding, `style` is `plain`, `'`, `"`,
    `|` or `>`. The span covers the quotes, or begins at the `|`; an anchor and a tag
    stand before it.
    """

    __slots__ = ("value", "text", "style", "anchor", "_where")

    def __init__(
        self,
        value: Value,
        text: str,
        span: Where,
        style: str = "plain",
        anchor: Optional[str] = None,
    ) -> None:
        self.value = value
        self.text = text
        self.style = style
        self.anchor = anchor
        self._where = span

    @property
    def span(self) -> Span:
        """Where the scalar stands in its source."""
        return _span(self._where)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scalar):
            return NotImplemented
        return (self.value, self.text) == (other.value, other.text)

    def __hash__(self) -> int:
        return hash((self.value, self.text))

    def __repr__(self) -> str:
        return f"Scalar({self.value!r}, {self.text!r})"


class Sequence:
    """A list of nodes; the span begins at the first `-` or `[`."""

    __slots__ = ("items", "_where")

    def __init__(self, items: Tuple[Node, ...], span: Where) -> None:
        self.items = items
        self._where = span

    @property
    def span(self) -> Span:
        """Where the list stands in its source."""
        return _span(self._where)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return self.items == other.items

    def __hash__(self) -> int:
        return hash(self.items)

    def __repr__(self) -> str:
        return f"Sequence({self.items!r})"


class Mapping:
    """Pairs of nodes in the order of the file; the span begins at the first key or `{`.

    A key that is written twice stands in it twice.
    """

    __slots__ = ("entries", "_where")

    def __init__(self, entries: Tuple[Tuple[Node, Node], ...], span: Where) -> None:
        self.entries = entries
        self._where = span

    @property
    def span(self) -> Span:
        """Where the mapping stands in its source."""
        return _span(self._where)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mapping):
            return NotImplemented
        return self.entries == other.entries

    def __hash__(self) -> int:
        return hash(self.entries)

    def __repr__(self) -> str:
        return f"Mapping({self.entries!r})"


Node = Union[Scalar, Sequence, Mapping]
