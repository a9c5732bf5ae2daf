"""Owns reading `if`: the expression, with the status function that GitHub adds."""

from __future__ import annotations

from typing import Optional

from understudy.dialects.github.holes import holes, tree
from understudy.dialects.github.nodes import text
from understudy.dialects.github.problems import Problems
from understudy.dialects.github.schema import Definition
from understudy.dialects.github.validation import report_fault
from understudy.expressions import Call, ExpressionError, walk
from understudy.model.template import Condition
from understudy.text import yaml

SUCCESS = Condition("success()")
_STATUS = frozenset({"always", "cancelled", "failure", "success"})
_PREFIX = "success() && ("


def condition(
    node: Optional[yaml.Node], definition: Definition, problems: Problems
) -> Condition:
    """Return the condition that an `if` is; without one, `success()`.

    Where GitHub would refuse it, the condition is its text as it stands.
    """
    if not isinstance(node, yaml.Scalar):
        return SUCCESS
    written = text(node)
    found = holes(written, definition.contexts)
    if found.literal is not None:
        written = found.literal
    expression = (found.expression or written).strip()
    if not expression:
        return Condition("success()", "", node.span)
    try:
        parsed = tree(expression, definition.contexts)
    except ExpressionError as error:
        report_fault(error, node, max(node.text.find(expression), 0), problems)
        return Condition(expression, expression, node.span)
    for part in walk(parsed):
        if isinstance(part, Call) and part.name.lower() in _STATUS:
            return Condition(expression, expression, node.span)
    return Condition(f"{_PREFIX}{expression})", expression, node.span, len(_PREFIX))
