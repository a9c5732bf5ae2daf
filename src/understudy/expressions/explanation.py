"""Says which part of a condition decided it, and by what values; prints nothing."""

from __future__ import annotations

import typing
from collections.abc import Mapping

from understudy.expressions.evaluator import Evaluator, Function, truth_of
from understudy.expressions.functions import PURE_FUNCTIONS
from understudy.expressions.nodes import Call, Index, Logical, Named, Node, children
from understudy.records import dataclass


class Leaf(typing.NamedTuple):
    """A part whose value came from outside: a context, or a function of the run."""

    text: str
    value: object


@dataclass(frozen=True)
class Explanation:
    """The value of a condition, and the smallest part that settles it.

    `node.span` has the text of that part and its place; `leaves` are what it looked
    at, in their order, each once.
    """

    value: object
    node: Node
    leaves: tuple[Leaf, ...]


def explain(
    node: Node,
    contexts: Mapping[str, object],
    functions: Mapping[str, Function] | None = None,
) -> Explanation:
    """Evaluate a condition and find what decided it. Raises ExpressionError."""
    evaluator = Evaluator(node, contexts, functions or {})
    value = evaluator.run()
    deciding = _deciding(node, evaluator)
    leaves: dict[str, object] = {}
    for leaf in _leaves(deciding):
        if evaluator.seen(leaf):
            leaves.setdefault(leaf.span.source, evaluator.value_of(leaf))
    return Explanation(
        value, deciding, tuple(Leaf(text, seen) for text, seen in leaves.items())
    )


def _deciding(node: Node, evaluator: Evaluator) -> Node:
    """Follow the operand of `&&` and `||` that settles it; else all of them do."""
    while isinstance(node, Logical):
        wanted = truth_of(evaluator.value_of(node))
        settling = node.operator == "||"
        if wanted is not None and wanted is not settling:
            return node
        node = next(
            operand
            for operand in node.operands
            if evaluator.seen(operand)
            and truth_of(evaluator.value_of(operand)) is wanted
        )
    return node


def _leaves(node: Node) -> typing.Iterator[Node]:
    if isinstance(node, (Named, Index)):
        yield node
        yield from _inner(node)
    elif isinstance(node, Call) and node.name.lower() not in PURE_FUNCTIONS:
        yield node
    else:
        for child in children(node):
            yield from _leaves(child)


def _inner(node: Node) -> typing.Iterator[Node]:
    """Look into the brackets of `matrix[github.ref]`, and in front of them."""
    while isinstance(node, Index):
        yield from _leaves(node.key)
        node = node.target
    if not isinstance(node, Named):
        yield from _leaves(node)
