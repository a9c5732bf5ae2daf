"""Owns what an expression reads: contexts and names in them, with their places."""

from __future__ import annotations

from typing import Iterator, List, NamedTuple, Optional, Tuple

from understudy.expressions import Index, Literal, Logical, Named, Node, children


class Reference(NamedTuple):
    """A value that an expression reads, as `needs.build.result`.

    `ends` says for each name where the expression up to it ends; `has_fallback` that
    `||` puts something else in its place if it is empty.
    """

    names: Tuple[str, ...]
    start: int
    ends: Tuple[int, ...]
    has_fallback: bool = False


def references(node: Node) -> Iterator[Reference]:
    """Yield what an expression reads, each as far as it is named."""
    found = _named(node)
    if found is None:
        for child in children(node):
            for reference in references(child):
                yield reference._replace(
                    has_fallback=reference.has_fallback or _falls_back(node, child)
                )
        return
    yield found
    while isinstance(node, Index):
        yield from references(node.key)
        node = node.target


def _falls_back(node: Node, child: Node) -> bool:
    return (
        isinstance(node, Logical)
        and node.operator == "||"
        and child is not node.operands[-1]
        and isinstance(child, Index)
    )


def _named(node: Node) -> Optional[Reference]:
    """Return the names from a context on; None for what is no context."""
    steps: List[Index] = []
    while isinstance(node, Index):
        steps.append(node)
        node = node.target
    if not isinstance(node, Named):
        return None
    names, ends = [node.name], [node.span.end]
    for step in reversed(steps):
        if not (isinstance(step.key, Literal) and isinstance(step.key.value, str)):
            break
        names.append(step.key.value)
        ends.append(step.span.end)
    return Reference(tuple(names), node.span.start, tuple(ends))
