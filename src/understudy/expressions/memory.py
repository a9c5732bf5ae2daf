"""Counts what an evaluation would take on GitHub, and ends it at the limit.

The numbers are those of MemoryCounter.cs and EvaluationMemory.cs: they are estimates
there, too, but an expression that is too large on GitHub has to be so here.
"""

from __future__ import annotations

from understudy.expressions.error import ExpressionError
from understudy.expressions.nodes import Node, to_text

OBJECT_SIZE = 24
POINTER_SIZE = 8
_STRING_OVERHEAD = 26


def size_of(value: object) -> int:
    """Estimate the bytes of a value; of an array or object, what points to it."""
    if isinstance(value, str):
        return _STRING_OVERHEAD + 2 * len(value)
    return OBJECT_SIZE


class Counter:
    """The size of one result while it is built."""

    def __init__(self, limit: int, node: Node) -> None:
        self._limit = limit
        self._node = node
        self.total = 0

    def add(self, size: int) -> None:
        """Count these bytes; raises ExpressionError past the limit."""
        self.total += size
        if self.total > self._limit:
            raise _exceeded(self._node)

    def add_text(self, text: str) -> str:
        """Count a piece of text and return it."""
        self.add(size_of(text))
        return text


class Memory:
    """The size of the results that a whole evaluation holds at the same time."""

    def __init__(self, limit: int, root: Node) -> None:
        self._limit = limit
        self._root = root
        self._levels: list[int] = []
        self._total = 0

    def add(self, level: int, size: int, complete: bool) -> None:
        """Count a result; a complete one no longer needs what is deeper."""
        if complete:
            while len(self._levels) > level + 1:
                self._total -= self._levels.pop()
        while len(self._levels) <= level:
            self._levels.append(0)
        self._levels[level] += size
        self._total += size
        if self._total > self._limit:
            raise _exceeded(self._root)


def _exceeded(node: Node) -> ExpressionError:
    return ExpressionError(
        "evaluation",
        "The maximum allowed memory size was exceeded while evaluating "
        f"the following expression: {to_text(node)}",
        node.span.start,
        node.span.end - node.span.start,
    )
