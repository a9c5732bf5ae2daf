"""Owns filling the holes of a YAML value of any shape; `schema` says what may stand.

The rules are those of TemplateUnraveler.cs and TemplateEvaluator.cs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Callable, Dict, List, Mapping, NoReturn, Optional, Union

from understudy.expressions import (
    ExpressionError,
    Hole,
    Insert,
    Template,
    Unknown,
    evaluate_node,
    kind_of,
    parse_template,
    to_string,
)
from understudy.expressions.coerce import is_primitive
from understudy.text import yaml
from understudy.text.source import Span

Contexts = Mapping[str, object]
Functions = Mapping[str, Callable[..., object]]

_NO_FUNCTIONS: Functions = {}


class TemplateError(ExpressionError):
    """What GitHub says when a value cannot be filled in, and where the value stands."""

    def __init__(self, error: ExpressionError, span: Span) -> None:
        super().__init__(error.kind, error.message, error.offset, error.length)
        self.span = span


def evaluate(
    node: yaml.Node, contexts: Contexts, functions: Functions = _NO_FUNCTIONS
) -> object:
    """Fill the holes of a node.

    A value that is one expression keeps the expression's type. An unknown element stays
    in its list or mapping as `Unknown`; where it might also change the shape, as an
    unknown key does, the whole is unknown.

    Raises:
        TemplateError: GitHub would fail what this belongs to.
    """
    if isinstance(node, yaml.Scalar):
        return _scalar(node, contexts, functions)
    if isinstance(node, yaml.Sequence):
        return _sequence(node, contexts, functions)
    pairs = _Pairs(contexts, functions)
    pairs.add(node)
    return pairs.unknown or pairs.values


def evaluate_string(
    node: yaml.Node, contexts: Contexts, functions: Functions = _NO_FUNCTIONS
) -> Union[str, Unknown]:
    """Fill a node whose value must be a string; any scalar is turned into one."""
    value = evaluate(node, contexts, functions)
    if isinstance(value, Unknown):
        return value
    if not is_primitive(value):
        _refuse(value, node)
    return to_string(value)


def evaluate_boolean(
    node: yaml.Node, contexts: Contexts, functions: Functions = _NO_FUNCTIONS
) -> Union[bool, Unknown]:
    """Fill a node whose value must be true or false; a string is neither."""
    value = evaluate(node, contexts, functions)
    if not isinstance(value, (bool, Unknown)):
        _refuse(value, node)
    return value


def evaluate_number(
    node: yaml.Node, contexts: Contexts, functions: Functions = _NO_FUNCTIONS
) -> Union[float, Unknown]:
    """Fill a node whose value must be a number; a string of digits is none."""
    value = evaluate(node, contexts, functions)
    if isinstance(value, Unknown):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        _refuse(value, node)
    return float(value)


def evaluate_strings(
    node: yaml.Node, contexts: Contexts, functions: Functions = _NO_FUNCTIONS
) -> Union[Dict[str, Union[str, Unknown]], Unknown]:
    """Fill a node that must map names to strings, as `env` and `with` do."""
    value = evaluate(node, contexts, functions)
    if isinstance(value, Unknown):
        return value
    if not isinstance(value, Mapping):
        _refuse(value, node)
    found: Dict[str, Union[str, Unknown]] = {}
    for name, one in value.items():
        if not name:
            _refuse(name, node)
        if not isinstance(one, Unknown) and not is_primitive(one):
            _refuse(one, node)
        found[name] = one if isinstance(one, Unknown) else to_string(one)
    return found


def unknown_in(value: object) -> Optional[Unknown]:
    """Return the first unknown in a value, however deep; None where all is known."""
    if isinstance(value, Unknown):
        return value
    inner: List[object] = []
    if isinstance(value, Mapping):
        inner.extend(value.values())
    elif isinstance(value, (list, tuple)):
        inner.extend(value)
    found = (unknown_in(one) for one in inner)
    return next((unknown for unknown in found if unknown), None)


@lru_cache(maxsize=8192)
def _read(text: str) -> Template:
    return parse_template(text)


def _template(node: yaml.Scalar) -> Optional[Template]:
    if not isinstance(node.value, str) or "${{" not in node.value:
        return None
    try:
        return _read(node.value)
    except ExpressionError as error:
        raise TemplateError(error, node.span) from error


def _is_insert(template: Template) -> bool:
    return isinstance(template.segments[0], Insert)


def _scalar(node: yaml.Scalar, contexts: Contexts, functions: Functions) -> object:
    template = _template(node)
    if template is None:
        is_number = isinstance(node.value, int) and not isinstance(node.value, bool)
        return float(node.value) if is_number else node.value  # type: ignore[arg-type]
    if _is_insert(template):
        _fail(
            "The expression directive 'insert' is not supported in this context", node
        )
    return _value(node, template, contexts, functions)


def _value(
    node: yaml.Scalar, template: Template, contexts: Contexts, functions: Functions
) -> object:
    try:
        return evaluate_node(template.node, contexts, functions)
    except ExpressionError as error:
        raise TemplateError(error, node.span) from error


def _sequence(node: yaml.Sequence, contexts: Contexts, functions: Functions) -> object:
    values: List[object] = []
    for item in node.items:
        value = evaluate(item, contexts, functions)
        if not _is_expression(item):
            values.append(value)
        elif isinstance(value, Unknown):
            return value
        elif isinstance(value, (list, tuple)):
            values.extend(value)
        else:
            values.append(value)
    return values


def _is_expression(node: yaml.Node) -> bool:
    """Tell whether a node is one expression, with no text around it."""
    template = _template(node) if isinstance(node, yaml.Scalar) else None
    return (
        template is not None
        and len(template.segments) == 1
        and isinstance(template.segments[0], Hole)
    )


class _Pairs:
    """A mapping while it is filled: its keys may be expressions, or be inserted."""

    def __init__(self, contexts: Contexts, functions: Functions) -> None:
        self.values: Dict[str, object] = {}
        self.unknown: Optional[Unknown] = None
        self._contexts = contexts
        self._functions = functions
        self._names: Dict[str, str] = {}

    def add(self, node: yaml.Mapping) -> None:
        """Take the pairs of a mapping in, in their order."""
        for key, value in node.entries:
            if not isinstance(key, yaml.Scalar):
                _fail("Expected a scalar value", key)
            template = _template(key)
            if template is not None and _is_insert(template):
                self._insert(value)
                continue
            name = self._name(key, template)
            if isinstance(name, Unknown):
                self.unknown = self.unknown or name
                continue
            self._put(name, evaluate(value, self._contexts, self._functions), key)

    def _name(
        self, key: yaml.Scalar, template: Optional[Template]
    ) -> Union[str, Unknown]:
        value: object = key.value
        if template is not None:
            value = _value(key, template, self._contexts, self._functions)
        if isinstance(value, Unknown):
            return value
        if not is_primitive(value):
            _fail("Expected a string", key)
        return to_string(value)

    def _insert(self, node: yaml.Node) -> None:
        if isinstance(node, yaml.Mapping):
            self.add(node)
            return
        if not _is_expression(node):
            _fail("Expected a mapping", node)
        value = evaluate(node, self._contexts, self._functions)
        if isinstance(value, Unknown):
            self.unknown = self.unknown or value
            return
        if not isinstance(value, Mapping):
            _fail("Expected a mapping", node)
        for name, inner in value.items():
            self._put(name, inner, node)

    def _put(self, name: str, value: object, node: yaml.Node) -> None:
        if self._names.setdefault(name.upper(), name) is not name:
            _fail(f"'{name}' is already defined", node)
        self.values[name] = value


def _refuse(value: object, node: yaml.Node) -> NoReturn:
    """Say that a value is not what must stand there (TemplateEvaluator.cs)."""
    if is_primitive(value):
        _fail(f"Unexpected value '{to_string(value)}'", node)
    kind = "sequence" if kind_of(value) == "Array" else "mapping"
    _fail(f"A {kind} was not expected", node)


def _fail(message: str, node: yaml.Node) -> NoReturn:
    raise TemplateError(ExpressionError("evaluation", message), node.span)
