"""The tree of an expression, each node with its place; evaluates nothing."""

from __future__ import annotations

import re
import typing
from dataclasses import field

from understudy.expressions.coerce import to_string
from understudy.records import dataclass

_WORD = re.compile("[A-Za-z_][A-Za-z0-9_-]*")


def _shown(node: Node) -> str:
    return f"<{type(node).__name__} {node.span.source[:200]!r}>"


@dataclass(frozen=True)
class Span:
    """A stretch of a text, in code points."""

    text: str = field(repr=False)
    start: int
    end: int

    @property
    def source(self) -> str:
        """Return what is written there."""
        return self.text[self.start : self.end]


@dataclass(frozen=True, repr=False)
class Literal:
    """A number, a string, `true`, `false` or `null`."""

    value: None | bool | float | str
    span: Span = field(compare=False)
    __repr__ = _shown


@dataclass(frozen=True, repr=False)
class Named:
    """A context, as `github`."""

    name: str
    span: Span = field(compare=False)
    __repr__ = _shown


@dataclass(frozen=True, repr=False)
class Wildcard:
    """The `*` that stands for every key."""

    span: Span = field(compare=False)
    __repr__ = _shown


@dataclass(frozen=True, repr=False)
class Index:
    """A value taken out of another: `target.key`, `target[key]`, `target.*`."""

    target: Node
    key: Node
    span: Span = field(compare=False)
    __repr__ = _shown


@dataclass(frozen=True, repr=False)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Node, ...]
    span: Span = field(compare=False)
    __repr__ = _shown


@dataclass(frozen=True, repr=False)
class Not:
    """The contrary of its operand."""

    operand: Node
    span: Span = field(compare=False)
    __repr__ = _shown


@dataclass(frozen=True, repr=False)
class Compare:
    """One of `==`, `!=`, `<`, `<=`, `>`, `>=` between two operands."""

    operator: str
    left: Node
    right: Node
    span: Span = field(compare=False)
    __repr__ = _shown


@dataclass(frozen=True, repr=False)
class Logical:
    """`&&` or `||` between two operands or more: `a && b && c` is one node."""

    operator: str
    operands: tuple[Node, ...]
    span: Span = field(compare=False)
    __repr__ = _shown


Node = typing.Union[Literal, Named, Wildcard, Index, Call, Not, Compare, Logical]


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes right below this one, as written."""
    if isinstance(node, Index):
        return node.target, node.key
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Not):
        return (node.operand,)
    if isinstance(node, Compare):
        return node.left, node.right
    return node.operands if isinstance(node, Logical) else ()


def walk(node: Node) -> typing.Iterator[Node]:
    """Yield the node and all that is below it, as written."""
    yield node
    for child in children(node):
        yield from walk(child)


def to_text(node: Node) -> str:
    """Write a tree as GitHub does in its logs, every operator in parentheses."""
    if isinstance(node, Literal):
        return _literal(node.value)
    if isinstance(node, Named):
        return node.name
    if isinstance(node, Wildcard):
        return "*"
    if isinstance(node, Index):
        return to_text(node.target) + _key(node.key)
    if isinstance(node, Call):
        return f"{node.name}({', '.join(map(to_text, node.arguments))})"
    if isinstance(node, Not):
        return f"!{to_text(node.operand)}"
    return f"({f' {node.operator} '.join(map(to_text, children(node)))})"


def _literal(value: None | bool | float | str) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return "null" if value is None else to_string(value)


def _key(key: Node) -> str:
    if isinstance(key, Wildcard):
        return ".*"
    if isinstance(key, Literal) and isinstance(key.value, str):
        if _WORD.fullmatch(key.value):
            return f".{key.value}"
    return f"[{to_text(key)}]"
