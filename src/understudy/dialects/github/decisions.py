"""Owns whether a condition holds, and what decided it; `conditions` reads them."""

from __future__ import annotations

from functools import lru_cache
from typing import Tuple, Union

from understudy.dialects.github.templates import Contexts, Functions, TemplateError
from understudy.expressions import (
    Explanation,
    ExpressionError,
    Node,
    Unknown,
    explain,
    parse,
    to_json,
    truthy,
)
from understudy.model.plan import Leaf
from understudy.model.template import Condition
from understudy.records import dataclass

_SHOWN = 60


@dataclass(frozen=True)
class ConditionResult:
    """Whether a condition holds, and the smallest part of it that settles the matter.

    `expression` is the text of that part, `leaves` what it read, in words.
    """

    value: Union[bool, Unknown]
    explanation: Explanation
    expression: str
    leaves: Tuple[Leaf, ...]


def decide_condition(
    condition: Condition, contexts: Contexts, functions: Functions
) -> ConditionResult:
    """Say whether a condition holds.

    Raises:
        TemplateError: GitHub would fail the job or the step.
    """
    try:
        explanation = explain(_tree(condition.text), contexts, functions)
    except ExpressionError as error:
        if condition.span is None:
            raise
        raise TemplateError(error, condition.span) from error
    return ConditionResult(
        _truth(explanation.value),
        explanation,
        explanation.node.span.source,
        tuple(Leaf(leaf.text, in_words(leaf.value)) for leaf in explanation.leaves),
    )


def in_words(value: object) -> str:
    """Write a value as a person reads it, cut where it is long."""
    if isinstance(value, Unknown):
        return f"not known: {value.reason}"
    json = to_json(value)
    if isinstance(json, Unknown):
        return in_words(json)
    text = " ".join(json.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def _truth(value: object) -> Union[bool, Unknown]:
    if isinstance(value, Unknown) and value.truth is None:
        return value
    return truthy(value)


@lru_cache(maxsize=4096)
def _tree(text: str) -> Node:
    return parse(text)
