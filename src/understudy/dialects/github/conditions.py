"""Owns reading `if`: the expression, with the status function that GitHub adds."""

from __future__ import annotations

from typing import Optional, Tuple

from understudy.dialects.github.holes import OPEN, holes, tree
from understudy.dialects.github.nodes import text
from understudy.dialects.github.problems import Problems
from understudy.dialects.github.schema import Definition
from understudy.dialects.github.validation import report_fault
from understudy.expressions import (
    Call,
    ExpressionError,
    Hole,
    Node,
    split_template,
    walk,
)
from understudy.model.template import Condition
from understudy.text import yaml

SUCCESS = Condition("success()")
_STATUS = frozenset({"always", "cancelled", "failure", "success"})
_PREFIX = "success() && ("
# `expression-literal-text-in-condition` of GitHub's editor (validate.ts).
_ALWAYS_TRUE = "this condition always holds: text around `${{ }}` makes it a string"
_BARE = "write the whole condition without `${{ }}`"


def condition(
    node: Optional[yaml.Node], definition: Definition, problems: Problems
) -> Condition:
    """Return the condition that an `if` is; without one, `success()`.

    Where GitHub would refuse it, the condition is its text as it stands.
    """
    if not isinstance(node, yaml.Scalar):
        return SUCCESS
    expression = _expression(node, definition)
    if not expression:
        return Condition("success()", "", node.span)
    try:
        parsed = tree(expression, definition.contexts)
    except ExpressionError as error:
        offset = max(node.text.find(expression), 0)
        report_fault(error, node, offset, problems, definition.contexts)
        return Condition(expression, expression, node.span)
    if OPEN in text(node) and _has_text(text(node)):
        problems.warning("always-true", _ALWAYS_TRUE, node.span, _BARE)
    for part in walk(parsed):
        if isinstance(part, Call) and part.name.lower() in _STATUS:
            return Condition(expression, expression, node.span)
    return Condition(f"{_PREFIX}{expression})", expression, node.span, len(_PREFIX))


def parsed_condition(
    node: yaml.Node, definition: Definition
) -> Tuple[Tuple[int, Node], ...]:
    """Return the tree of an `if`, and what to add to its places for those in the text.

    Nothing where it cannot be read, or is not in the text as it stands.
    """
    if not isinstance(node, yaml.Scalar):
        return ()
    expression = _expression(node, definition)
    offset = node.text.find(expression)
    try:
        return ((offset, tree(expression, definition.contexts)),) if offset >= 0 else ()
    except ExpressionError:
        return ()


def _has_text(written: str) -> bool:
    """Tell whether there is anything around the `${{ }}` of a text, be it a blank."""
    return {isinstance(part, Hole) for part in split_template(written)} == {True, False}


def _expression(node: yaml.Scalar, definition: Definition) -> str:
    written = text(node)
    if OPEN not in written:
        return written.strip()
    found = holes(written, definition.contexts)
    if found.literal is not None:
        return found.literal.strip()
    return (found.expression or written).strip()
