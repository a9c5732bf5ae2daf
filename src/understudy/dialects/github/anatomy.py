"""Owns taking a condition apart: each part with its own value, and what it read."""

from __future__ import annotations

from functools import lru_cache
from typing import Iterable, Tuple

from understudy.dialects.base import Contexts, Operand
from understudy.dialects.github.decisions import in_words
from understudy.dialects.github.hints import hint
from understudy.expressions import (
    ExpressionError,
)
from understudy.expressions import Leaf as Read
from understudy.expressions import Logical, Node, Not, Unknown, explain, parse, truth_of
from understudy.model.pipeline import Job
from understudy.model.plan import Leaf

_STATUSES = ("always(", "cancelled(", "failure(", "success(")


def dissect(job: Job, contexts: Contexts) -> Operand:
    """Return the condition of a job in its parts, each with its own value.

    Parts that GitHub never looks at, behind one that settles the matter, have a value
    all the same.
    """
    try:
        return _operand(_tree(job.condition.text), contexts)
    except ExpressionError as error:
        return Operand(job.condition.text, error=error.message)


def said(leaves: Iterable[Read], contexts: Contexts) -> Tuple[Leaf, ...]:
    """Return what a condition read, in words."""
    return tuple(Leaf(leaf.text, _words(leaf, contexts)) for leaf in leaves)


def is_status(leaf: Read) -> bool:
    """Tell whether a leaf is a function that asks how other jobs ended."""
    return leaf.text.lower().startswith(_STATUSES)


def _operand(node: Node, contexts: Contexts) -> Operand:
    text = node.span.source
    inner: Tuple[Node, ...] = ()
    operator = ""
    if isinstance(node, Logical):
        inner, operator = node.operands, node.operator
    elif isinstance(node, Not):
        inner, operator = (node.operand,), "!"
    operands = tuple(_operand(part, contexts) for part in inner)
    try:
        found = explain(node, contexts.values, contexts.functions)
    except ExpressionError as error:
        return Operand(text, None, (), operator, operands, error.message)
    leaves = () if inner else said(found.leaves, contexts)
    return Operand(text, truth_of(found.value), leaves, operator, operands)


def _words(leaf: Read, contexts: Contexts) -> str:
    words = in_words(leaf.value)
    if isinstance(leaf.value, Unknown):
        return words
    advice = hint(leaf.text, leaf.value, contexts.values)
    return f"{words} here: {advice}" if advice else f"{words} here"


@lru_cache(maxsize=256)
def _tree(text: str) -> Node:
    return parse(text)
