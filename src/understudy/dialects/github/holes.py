"""Owns the `${{ }}` of a scalar: whether GitHub reads them there, and as what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Dict, List, Optional, Tuple

from understudy.dialects.github.schema import Contexts
from understudy.expressions import (
    ExpressionError,
    FunctionSpec,
    Hole,
    Insert,
    Literal,
    Node,
    parse,
    parse_template,
    split_template,
)

OPEN = "${{"
_FUNCTION = re.compile(r"([a-zA-Z0-9_]+)\(([0-9]+),([0-9]+|MAX)\)")
_CACHED = 8192


@dataclass(frozen=True)
class Holes:
    """What a text with `${{` comes to.

    `expression` is the one expression that the whole text is, pieces of text included;
    `literal` the string where it is none after all, as `${{ 'as written' }}`; neither
    is there for `${{ insert }}` and for a text with faults.
    """

    holes: Tuple[Hole, ...] = ()
    faults: Tuple[ExpressionError, ...] = ()
    expression: Optional[str] = None
    literal: Optional[str] = None
    is_insert: bool = False


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
    found = tuple(part for part in template.segments if isinstance(part, Hole))
    if not found:
        is_insert = any(isinstance(part, Insert) for part in template.segments)
        return Holes(is_insert=is_insert, literal=None if is_insert else text)
    if isinstance(template.node, Literal) and isinstance(template.node.value, str):
        return Holes(found, literal=template.node.value)
    return Holes(found, expression=template.expression)


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
