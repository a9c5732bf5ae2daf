"""The expression language of GitHub Actions: pure, without any input or output.

`evaluate` is all that most need; a tree from `parse` can be evaluated many times, and
with values that are unknown, by `evaluate_node`.
"""

from __future__ import annotations

from understudy.expressions.coerce import (
    is_primitive,
    kind_of,
    loose_equal,
    to_number,
    to_string,
    truthy,
)
from understudy.expressions.error import ExpressionError
from understudy.expressions.evaluator import (
    WORKFLOW_MEMORY,
    evaluate,
    evaluate_node,
    truth_of,
)
from understudy.expressions.explanation import Explanation, Leaf, explain
from understudy.expressions.functions import PURE_FUNCTIONS, FunctionSpec
from understudy.expressions.json_writer import to_json
from understudy.expressions.nodes import (
    Call,
    Compare,
    Index,
    Literal,
    Logical,
    Named,
    Node,
    Not,
    Span,
    Wildcard,
    children,
    to_text,
    walk,
)
from understudy.expressions.parser import MAX_DEPTH, MAX_LENGTH, parse
from understudy.expressions.template import (
    Hole,
    Insert,
    Segment,
    Template,
    Text,
    parse_template,
    split_template,
)
from understudy.expressions.value import CaseSensitive, Unknown

__all__ = [
    "CaseSensitive",
    "Call",
    "Compare",
    "Explanation",
    "ExpressionError",
    "FunctionSpec",
    "Hole",
    "Index",
    "Insert",
    "Leaf",
    "Literal",
    "Logical",
    "MAX_DEPTH",
    "MAX_LENGTH",
    "Named",
    "Node",
    "Not",
    "PURE_FUNCTIONS",
    "Segment",
    "Span",
    "Template",
    "Text",
    "Unknown",
    "WORKFLOW_MEMORY",
    "Wildcard",
    "children",
    "evaluate",
    "evaluate_node",
    "explain",
    "is_primitive",
    "kind_of",
    "loose_equal",
    "parse",
    "parse_template",
    "split_template",
    "to_json",
    "to_number",
    "to_string",
    "to_text",
    "truth_of",
    "truthy",
    "walk",
]
