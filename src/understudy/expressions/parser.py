"""Builds the tree of an expression; knows names and functions, but no values.

It works with a stack of operands and one of operators, as ExpressionParser.cs does: so
errors come in GitHub's order, and ten thousand parentheses are no recursion.
"""

from __future__ import annotations

import typing
from collections.abc import Collection, Mapping

from understudy.expressions import lexer
from understudy.expressions.coerce import utf16_length
from understudy.expressions.error import ExpressionError
from understudy.expressions.functions import PURE_FUNCTIONS, FunctionSpec
from understudy.expressions.lexer import Token, symbol_error
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
)

MAX_LENGTH = 21000
MAX_DEPTH = 50

_PRECEDENCE = {
    "!": 16,
    "<": 11,
    "<=": 11,
    ">": 11,
    ">=": 11,
    "==": 10,
    "!=": 10,
    "&&": 6,
    "||": 5,
}
_OPENING = frozenset({lexer.START_GROUP, lexer.START_PARAMETERS, lexer.START_INDEX})
_PREFIXES = frozenset({lexer.START_GROUP, lexer.START_PARAMETERS})
_CLOSING = frozenset({lexer.END_GROUP, lexer.END_PARAMETERS, lexer.END_INDEX})
_OPERANDS = frozenset(
    {lexer.LITERAL, lexer.PROPERTY, lexer.WILDCARD, lexer.FUNCTION, lexer.NAMED}
)


def parse(
    expression: str,
    names: Collection[str] | None = None,
    functions: Mapping[str, FunctionSpec] | None = None,
) -> Node:
    """Parse an expression in which these names and functions are known.

    The pure functions always are. `None` lets any name, or any function, pass. An
    empty expression is `null`. Raises ExpressionError.
    """
    if utf16_length(expression) > MAX_LENGTH:
        message = f"Exceeded max expression length {MAX_LENGTH}"
        raise ExpressionError("parsing", message, 0, len(expression))
    state = _Parser(expression, names, functions)
    last = None
    for token in lexer.tokens(expression):
        if token.kind in _OPERANDS:
            state.push_operand(token)
        else:
            state.push_operator(token)
        last = token
    if last is None:
        return Literal(None, Span(expression, 0, len(expression)))
    return state.finish(last)


class _Operand(typing.NamedTuple):
    """A node, how deep it is, and the stretch it takes with its parentheses."""

    node: Node
    depth: int
    start: int
    end: int


class _Parser:
    """The two stacks of one run over the tokens."""

    def __init__(
        self,
        text: str,
        names: Collection[str] | None,
        functions: Mapping[str, FunctionSpec] | None,
    ) -> None:
        self._text = text
        self._names = None if names is None else {name.upper() for name in names}
        self._functions = None if functions is None else _by_name(functions)
        self._operands: list[_Operand] = []
        self._operators: list[Token] = []
        self._last = ""

    def push_operand(self, token: Token) -> None:
        """operand: literal | name | property | "*" | function"""
        self._last = token.kind
        if token.kind == lexer.FUNCTION:
            self._spec(token)
            self._operators.append(token)
            return
        end = token.start + len(token.text)
        span = Span(self._text, token.start, end)
        node: Node
        if token.kind == lexer.NAMED:
            if self._names is not None and token.text.upper() not in self._names:
                raise self._error("Unrecognized named-value", token)
            node = Named(token.text, span)
        elif token.kind == lexer.WILDCARD:
            node = Wildcard(span)
        else:
            node = Literal(token.value, span)
        self._operands.append(_Operand(node, 1, token.start, end))

    def push_operator(self, token: Token) -> None:
        """operator: "!" | "<" | ... | "||" | "." | "[" | "]" | "(" | ")" | "," """
        if token.kind not in _PREFIXES and token.text != "!":
            self._reduce(_precedence(token))
        if token.kind == lexer.END_GROUP:
            self._parse_group(token)
        elif token.kind == lexer.END_INDEX:
            self._parse_index(token.start + 1)
        elif token.kind == lexer.END_PARAMETERS:
            self._parse_call(token)
        else:
            self._operators.append(token)
        self._last = token.kind

    def finish(self, last: Token) -> Node:
        """expression: operand"""
        unclosed = any(token.kind in _OPENING for token in self._operators)
        if unclosed or not (last.kind in _OPERANDS or last.kind in _CLOSING):
            raise self._error("Unexpected end of expression", last)
        self._reduce(0)
        (result,) = self._operands
        if result.depth > MAX_DEPTH:
            message = f"Exceeded max expression depth {MAX_DEPTH}"
            raise ExpressionError("parsing", message, 0, len(self._text))
        return result.node

    def _reduce(self, precedence: int) -> None:
        """Apply the operators that bind as tightly as this, up to what is open."""
        while self._operators:
            top = self._operators[-1]
            if top.kind in _OPENING or top.kind == lexer.SEPARATOR:
                return
            if precedence > _precedence(top):
                return
            if top.text == "!":
                self._parse_not()
            elif top.kind == lexer.DEREFERENCE:
                self._parse_index(self._operands[-1].end)
            elif top.text in ("&&", "||"):
                self._parse_logical()
            else:
                self._parse_comparison()

    def _parse_group(self, token: Token) -> None:
        """group: "(" operand ")" """
        opening = self._operators.pop()
        operand = self._operands.pop()
        self._operands.append(
            operand._replace(start=opening.start, end=token.start + 1)
        )

    def _parse_index(self, end: int) -> None:
        """index: operand "[" operand "]" | operand "." (property | "*")"""
        self._operators.pop()
        key = self._operands.pop()
        target = self._operands.pop()
        span = Span(self._text, target.start, end)
        depth = max(target.depth, key.depth) + 1
        node = Index(target.node, key.node, span)
        self._operands.append(_Operand(node, depth, target.start, end))

    def _parse_call(self, token: Token) -> None:
        """call: function "(" [operand ("," operand)*] ")" """
        count = 0 if self._last == lexer.START_PARAMETERS else 1
        while self._operators.pop().kind == lexer.SEPARATOR:
            count += 1
        function = self._operators.pop()
        self._check_count(function, count)
        arguments = self._operands[len(self._operands) - count :]
        del self._operands[len(self._operands) - count :]
        start, end = function.start, token.start + 1
        depth = max((argument.depth for argument in arguments), default=0) + 1
        node = Call(
            function.text,
            tuple(argument.node for argument in arguments),
            Span(self._text, start, end),
        )
        self._operands.append(_Operand(node, depth, start, end))

    def _parse_not(self) -> None:
        """not: "!" operand"""
        start = self._operators.pop().start
        operand = self._operands.pop()
        node = Not(operand.node, Span(self._text, start, operand.end))
        self._operands.append(_Operand(node, operand.depth + 1, start, operand.end))

    def _parse_comparison(self) -> None:
        """comparison: operand ("<" | "<=" | ">" | ">=" | "==" | "!=") operand"""
        operator = self._operators.pop().text
        right = self._operands.pop()
        left = self._operands.pop()
        span = Span(self._text, left.start, right.end)
        node = Compare(operator, left.node, right.node, span)
        depth = max(left.depth, right.depth) + 1
        self._operands.append(_Operand(node, depth, left.start, right.end))

    def _parse_logical(self) -> None:
        """logical: operand ("&&" operand)+ | operand ("||" operand)+"""
        operator = self._operators.pop().text
        right = self._operands.pop()
        left = self._operands.pop()
        operands: list[Node] = []
        depth = 0
        for operand in (left, right):
            node = operand.node
            # a && (b && c) is one node with three operands: ExpressionParser.cs
            if isinstance(node, Logical) and node.operator == operator:
                operands += node.operands
                depth = max(depth, operand.depth)
            else:
                operands.append(node)
                depth = max(depth, operand.depth + 1)
        span = Span(self._text, left.start, right.end)
        logical = Logical(operator, tuple(operands), span)
        self._operands.append(_Operand(logical, depth, left.start, right.end))

    def _spec(self, function: Token) -> FunctionSpec | None:
        name = function.text.lower()
        if name in PURE_FUNCTIONS:
            return PURE_FUNCTIONS[name]
        if self._functions is None:
            return None
        if name not in self._functions:
            raise self._error("Unrecognized function", function)
        return self._functions[name]

    def _check_count(self, function: Token, count: int) -> None:
        spec = self._spec(function)
        if spec is None:
            return
        if count < spec.minimum:
            raise self._error("Too few parameters supplied", function)
        if count > spec.maximum:
            raise self._error("Too many parameters supplied", function)
        if spec.name == "case" and count % 2 == 0:
            raise self._error(
                "Even number of parameters supplied, "
                "requires an odd number of parameters",
                function,
            )

    def _error(self, description: str, token: Token) -> ExpressionError:
        return symbol_error("parsing", description, self._text, token)


def _precedence(token: Token) -> int:
    if token.kind == lexer.OPERATOR:
        return _PRECEDENCE[token.text]
    return 1 if token.kind in _CLOSING or token.kind == lexer.SEPARATOR else 19


def _by_name(functions: Mapping[str, FunctionSpec]) -> dict[str, FunctionSpec]:
    return {name.lower(): spec for name, spec in functions.items()}
