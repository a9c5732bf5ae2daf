"""Evaluates the tree of an expression, with values that may be unknown."""

from __future__ import annotations

import typing
from collections.abc import Mapping

from understudy.expressions.coerce import (
    is_primitive,
    loose_equal,
    loose_less,
    to_number,
    truthy,
)
from understudy.expressions.error import ExpressionError
from understudy.expressions.functions import IMPLEMENTATIONS, Invocation
from understudy.expressions.lookup import find, take, take_all
from understudy.expressions.memory import Counter, Memory, size_of
from understudy.expressions.nodes import (
    Call,
    Compare,
    Index,
    Literal,
    Logical,
    Named,
    Node,
    Not,
    Wildcard,
)
from understudy.expressions.parser import parse
from understudy.expressions.value import Unknown

# GitHub gives 1 MiB to an expression by itself, and 10 MiB to one in a workflow
# (EvaluationContext.cs, ParseOptions.cs).
EXPRESSION_MEMORY = 1 << 20
WORKFLOW_MEMORY = 10 << 20

Function = typing.Callable[..., object]


def evaluate(
    expression: str, contexts: Mapping[str, object]
) -> None | bool | float | str | list[object] | dict[str, object]:
    """Evaluate an expression with the pure functions and these contexts alone.

    Raises ExpressionError, also for a result that is unknown.
    """
    node = parse(expression, contexts, {})
    value = evaluate_node(node, contexts, memory=EXPRESSION_MEMORY)
    if isinstance(value, Unknown):
        message = f"The value is known only at run time: {value.reason}"
        raise ExpressionError("evaluation", message, 0, len(expression))
    if value is None or isinstance(value, (bool, float, str)):
        return value
    if isinstance(value, (list, tuple)):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else {}


def evaluate_node(
    node: Node,
    contexts: Mapping[str, object],
    functions: Mapping[str, Function] | None = None,
    *,
    memory: int = WORKFLOW_MEMORY,
) -> object:
    """Evaluate a tree; `functions` are called with the values of their arguments.

    Returns a value as `evaluate` does, except that arrays and objects are those of the
    contexts, or Unknown. Raises ExpressionError.
    """
    return Evaluator(node, contexts, functions or {}, memory).run()


def truth_of(value: object) -> bool | None:
    """Tell whether a value counts as true; None if that is unknown."""
    return value.truth if isinstance(value, Unknown) else truthy(value)


class Evaluator:
    """One evaluation, with the values of all the nodes that it went through."""

    def __init__(
        self,
        root: Node,
        contexts: Mapping[str, object],
        functions: Mapping[str, Function],
        memory: int = WORKFLOW_MEMORY,
    ) -> None:
        self._root = root
        self._contexts = contexts
        self._functions = {name.lower(): call for name, call in functions.items()}
        self._limit = memory
        self._memory = Memory(memory, root)
        self._level = -1
        self._values: dict[int, object] = {}

    def run(self) -> object:
        """Return the value of the whole tree."""
        return self._evaluate(self._root)

    def seen(self, node: Node) -> bool:
        """Tell whether the node was evaluated at all."""
        return id(node) in self._values

    def value_of(self, node: Node) -> object:
        """Return the value of a node that was evaluated."""
        return self._values[id(node)]

    def _evaluate(self, node: Node) -> object:
        self._level += 1
        try:
            value = _canonical(_RULES[type(node)](self, node))
            # What a context holds stays in memory, also when its user is done.
            computed = not isinstance(node, (Named, Index))
            self._memory.add(
                self._level, size_of(value), computed and is_primitive(value)
            )
        finally:
            self._level -= 1
        self._values[id(node)] = value
        return value

    def _literal(self, node: Literal) -> object:
        return node.value

    def _named(self, node: Named) -> object:
        return find(self._contexts, node.name)

    def _wildcard(self, node: Wildcard) -> object:
        return "*"

    def _index(self, node: Index) -> object:
        target = self._evaluate(node.target)
        if isinstance(target, Unknown):
            return Unknown(target.reason)
        counter = Counter(self._limit, node)
        if isinstance(node.key, Wildcard):
            return take_all(target, counter)
        if not isinstance(target, (list, tuple, Mapping)):
            return None
        key = self._evaluate(node.key)
        if isinstance(key, Unknown):
            return Unknown(key.reason)
        return take(target, key, counter)

    def _call(self, node: Call) -> object:
        name = node.name.lower()
        invocation = Invocation(node, self._evaluate, self._limit)
        if name in IMPLEMENTATIONS:
            return IMPLEMENTATIONS[name](invocation)
        if name not in self._functions:
            raise invocation.error(f"Unrecognized function: '{node.name}'")
        arguments = [self._evaluate(argument) for argument in node.arguments]
        for argument in arguments:
            if isinstance(argument, Unknown):
                return Unknown(argument.reason)
        try:
            return self._functions[name](*arguments)
        except ExpressionError as error:
            if error.length:
                raise
            raise invocation.error(error.message) from error

    def _not(self, node: Not) -> object:
        operand = self._evaluate(node.operand)
        truth = truth_of(operand)
        if truth is None and isinstance(operand, Unknown):
            return Unknown(operand.reason)
        return not truth

    def _compare(self, node: Compare) -> object:
        left = self._evaluate(node.left)
        right = self._evaluate(node.right)
        for operand in (left, right):
            if isinstance(operand, Unknown):
                return Unknown(operand.reason)
        if node.operator in ("==", "!="):
            return loose_equal(left, right) == (node.operator == "==")
        if node.operator in (">", ">="):
            left, right = right, left
        return loose_less(left, right) or (
            len(node.operator) == 2 and loose_equal(left, right)
        )

    def _logical(self, node: Logical) -> object:
        """Go on behind an unknown operand: a later one may settle the matter."""
        settling = node.operator == "||"
        unknown: Unknown | None = None
        value: object = None
        for operand in node.operands:
            try:
                value = self._evaluate(operand)
            except ExpressionError:
                if unknown is None:
                    raise
                return Unknown(unknown.reason)
            truth = truth_of(value)
            if truth is settling:
                return value if unknown is None else Unknown(unknown.reason, truth)
            if truth is None and unknown is None and isinstance(value, Unknown):
                unknown = value
        return value if unknown is None else Unknown(unknown.reason)


_Rule = typing.Callable[[Evaluator, typing.Any], object]
_RULES: dict[type, _Rule] = {
    Literal: Evaluator._literal,
    Named: Evaluator._named,
    Wildcard: Evaluator._wildcard,
    Index: Evaluator._index,
    Call: Evaluator._call,
    Not: Evaluator._not,
    Compare: Evaluator._compare,
    Logical: Evaluator._logical,
}


def _canonical(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return to_number(value)
    return value
