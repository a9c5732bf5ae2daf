"""Owns the `${{ }}` of a scalar: whether GitHub reads them there, and as what."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, List, Optional, Tuple

from understudy.dialects.github.schema import Contexts
from understudy.expressions import (
    Call,
    ExpressionError,
    FunctionSpec,
    Hole,
    Insert,
    Literal,
    Node,
    Template,
    parse,
    parse_template,
    split_template,
)
from understudy.records import dataclass
from understudy.text import yaml

OPEN = "${{"
_FUNCTION = re.compile(r"([a-zA-Z0-9_]+)\(([0-9]+),([0-9]+|MAX)\)")
_CACHED = 8192


@dataclass(frozen=True)
class Holes:
    """What a text with `${{` comes to.

    `trees` are its expressions, each with what to add to its places for those in the
    text. `expression` is the one expression that the whole text is, pieces of text
    included; `literal` the string where it is none after all, as
    `${{ 'as written' }}`. Neither is there for `${{ insert }}` and with faults.
    """

    trees: Tuple[Tuple[int, Node], ...] = ()
    faults: Tuple[ExpressionError, ...] = ()
    expression: Optional[str] = None
    literal: Optional[str] = None
    is_insert: bool = False


class Register:
    """Every scalar of one file that holds an expression, in the order of the file."""

    def __init__(self) -> None:
        self._found: List[Tuple[yaml.Scalar, Holes]] = []
        self._ranges: Dict[int, Tuple[int, int]] = {}

    def __len__(self) -> int:
        return len(self._found)

    def add(self, node: yaml.Scalar, found: Holes) -> None:
        """Keep what a scalar holds."""
        self._found.append((node, found))

    def close(self, collection: yaml.Node, start: int) -> None:
        """Remember that a collection holds all that was added since `start`."""
        if start < len(self._found):
            self._ranges[id(collection)] = (start, len(self._found))

    def within(
        self, collection: yaml.Node, without: Optional[yaml.Node] = None
    ) -> List[Tuple[yaml.Scalar, Holes]]:
        """Return what a collection holds, but for what another one in it does."""
        start, end = self._ranges.get(id(collection), (0, 0))
        if without is None or id(without) not in self._ranges:
            return self._found[start:end]
        inner_start, inner_end = self._ranges[id(without)]
        return self._found[start:inner_start] + self._found[inner_end:end]


@lru_cache(maxsize=_CACHED)
def tree(expression: str, contexts: Contexts) -> Node:
    """Parse an expression where these contexts and functions are allowed.

    Raises:
        ExpressionError: GitHub would refuse it.
    """
    names, functions = _scope(contexts)
    return parse(expression, names, functions)


@lru_cache(maxsize=_CACHED)
def holes(text: str, contexts: Contexts) -> Holes:
    """Read every expression in a text."""
    names, functions = _scope(contexts)
    try:
        template = parse_template(text, names, functions)
    except ExpressionError as error:
        return Holes(faults=_faults(text, contexts) or (error,))
    if any(isinstance(part, Insert) for part in template.segments):
        return Holes(is_insert=True)
    if template.is_literal and isinstance(template.node, Literal):
        return Holes(literal=str(template.node.value))
    return Holes(_trees(template), expression=template.expression)


def _trees(template: Template) -> Tuple[Tuple[int, Node], ...]:
    found = [part for part in template.segments if isinstance(part, Hole)]
    if len(template.segments) == 1:
        return ((found[0].offset, template.node),)
    # format('...', first, second): the holes are its arguments but for the text.
    assert isinstance(template.node, Call)
    start = len(template.expression) - 1
    trees: List[Tuple[int, Node]] = []
    for hole, node in zip(reversed(found), reversed(template.node.arguments)):
        start -= len(hole.expression)
        trees.append((hole.offset - start, node))
        start -= len(", ")
    return tuple(reversed(trees))


def _faults(text: str, contexts: Contexts) -> Tuple[ExpressionError, ...]:
    """Return what is wrong with each hole; nothing where only the whole is."""
    faults: List[ExpressionError] = []
    try:
        for part in split_template(text):
            if isinstance(part, Hole):
                try:
                    tree(part.expression, contexts)
                except ExpressionError as error:
                    faults.append(error.shifted(part.offset))
    except ExpressionError as error:
        faults.append(error)
    return tuple(faults)


@lru_cache(maxsize=None)
def _scope(contexts: Contexts) -> Tuple[Tuple[str, ...], Dict[str, FunctionSpec]]:
    """Split what a key allows into names and functions."""
    names: List[str] = []
    functions: Dict[str, FunctionSpec] = {}
    for context in contexts:
        match = _FUNCTION.fullmatch(context)
        if match:
            most = 2**31 - 1 if match[3] == "MAX" else int(match[3])
            functions[match[1]] = FunctionSpec(match[1], int(match[2]), most)
        else:
            names.append(context)
    return tuple(names), functions
