"""The pure functions of the language; the ones that look at a run come from outside."""

from __future__ import annotations

import re
import typing
from collections.abc import Mapping

from understudy.expressions import json_writer
from understudy.expressions.coerce import (
    is_primitive,
    kind_of,
    loose_equal,
    to_string,
    upper,
)
from understudy.expressions.error import ExpressionError
from understudy.expressions.memory import Counter
from understudy.expressions.nodes import Call, Node
from understudy.expressions.value import Unknown
from understudy.records import dataclass

MAX_ARGUMENTS = 255


@dataclass(frozen=True)
class FunctionSpec:
    """A function as the parser needs it: its name, and how many arguments it takes."""

    name: str
    minimum: int
    maximum: int


class Invocation:
    """One call under way: `invocation[0]` evaluates the first argument.

    Arguments are evaluated when they are asked for. One that never is may be
    broken, or unknown, and nobody notices; the same holds on GitHub.
    """

    def __init__(
        self, node: Call, evaluate: typing.Callable[[Node], object], limit: int
    ) -> None:
        self._node = node
        self._evaluate = evaluate
        self._limit = limit

    def __len__(self) -> int:
        return len(self._node.arguments)

    def __getitem__(self, index: int) -> object:
        return self._evaluate(self._node.arguments[index])

    def counter(self) -> Counter:
        """Return a counter for the size of the result."""
        return Counter(self._limit, self._node)

    def error(self, message: str) -> ExpressionError:
        """Blame the call."""
        span = self._node.span
        return ExpressionError("evaluation", message, span.start, span.end - span.start)


def case(invocation: Invocation) -> object:
    """Return the value behind the first predicate that is true, else the last."""
    for index in range(0, len(invocation) - 1, 2):
        predicate = invocation[index]
        if isinstance(predicate, Unknown):
            return Unknown(predicate.reason)
        if not isinstance(predicate, bool):
            message = "case predicate must evaluate to a boolean value"
            raise invocation.error(message)
        if predicate:
            return invocation[index + 1]
    return invocation[len(invocation) - 1]


def contains(invocation: Invocation) -> bool | Unknown:
    """Look for a text in a text, or for an element in an array."""
    search = invocation[0]
    if isinstance(search, (list, tuple)):
        return len(search) > 0 and _has_element(search, invocation[1])
    return _compare_texts(search, invocation, lambda text, item: item in text)


def ends_with(invocation: Invocation) -> bool | Unknown:
    """Tell whether a text ends with another."""
    return _compare_texts(invocation[0], invocation, str.endswith)


def starts_with(invocation: Invocation) -> bool | Unknown:
    """Tell whether a text starts with another."""
    return _compare_texts(invocation[0], invocation, str.startswith)


def from_json(invocation: Invocation) -> object:
    """Read a value out of its JSON."""
    from understudy.expressions.json_reader import JsonError, read_json

    text = invocation[0]
    if isinstance(text, Unknown):
        return Unknown(text.reason)
    try:
        return read_json(to_string(text))
    except JsonError as error:
        raise invocation.error(f"Error parsing fromJson: {error}") from None


def to_json(invocation: Invocation) -> str | Unknown:
    """Write the JSON of a value."""
    return json_writer.to_json(invocation[0], invocation.counter().add_text)


def join(invocation: Invocation) -> str | Unknown:
    """Put the elements of an array into one text, with a separator between them."""
    items = invocation[0]
    if isinstance(items, Unknown):
        return Unknown(items.reason)
    if not isinstance(items, (list, tuple)):
        return to_string(items) if is_primitive(items) else ""
    separator: object = ","
    if len(items) > 1 and len(invocation) > 1:
        separator = invocation[1]
        if not isinstance(separator, Unknown) and not is_primitive(separator):
            separator = ","
    counter = invocation.counter()
    pieces: list[str] = []
    for index, item in enumerate(items):
        for part in (separator, item) if index else (item,):
            if isinstance(part, Unknown):
                return Unknown(part.reason)
            pieces.append(counter.add_text(to_string(part)))
    return "".join(pieces)


def format_text(invocation: Invocation) -> str | Unknown:
    """Put arguments into the holes of a text: `format('{0}, {1}', a, b)`."""
    template = invocation[0]
    if isinstance(template, Unknown):
        return Unknown(template.reason)
    counter = invocation.counter()
    values: dict[int, object] = {}
    pieces: list[str] = []
    for piece in _format_pieces(to_string(template), invocation, counter):
        if isinstance(piece, str):
            pieces.append(piece)
            continue
        if piece.argument not in values:
            values[piece.argument] = invocation[piece.argument]
        value = values[piece.argument]
        if isinstance(value, Unknown):
            return Unknown(value.reason)
        if piece.specifiers:
            raise invocation.error(
                f"The format specifiers '{piece.specifiers}' are not valid "
                f"for objects of type '{kind_of(value)}'"
            )
        pieces.append(counter.add_text(to_string(value)))
    return "".join(pieces)


class _Hole(typing.NamedTuple):
    argument: int
    specifiers: str


_BRACES = re.compile(
    r"\{\{|\}\}|\{0*(?P<number>[0-9]{1,3})"
    r"(?:\}|:(?P<specifiers>(?:[^}]|\}\})*)\}(?!\}))|[{}]"
)


def _format_pieces(
    template: str, invocation: Invocation, counter: Counter
) -> list[str | _Hole]:
    """Cut the text at its holes, before any of them is filled (Format.cs)."""
    pieces: list[str | _Hole] = []
    position = 0
    for match in _BRACES.finditer(template):
        text = template[position : match.start()]
        position = match.end()
        number = match["number"]
        if number is None:
            if len(match[0]) == 1:
                raise _invalid_format(template, invocation)
            text += match[0][0]
        if text:
            pieces.append(counter.add_text(text))
        if number is not None:
            if int(number) > MAX_ARGUMENTS:
                raise _invalid_format(template, invocation)
            if int(number) > len(invocation) - 2:
                raise invocation.error(
                    "The following format string references more arguments "
                    f"than were supplied: {template}"
                )
            specifiers = (match["specifiers"] or "").replace("}}", "}")
            pieces.append(_Hole(int(number) + 1, specifiers))
    if position < len(template):
        pieces.append(counter.add_text(template[position:]))
    return pieces


def _invalid_format(template: str, invocation: Invocation) -> ExpressionError:
    return invocation.error(f"The following format string is invalid: {template}")


def _has_element(elements: typing.Sequence[object], item: object) -> bool | Unknown:
    if isinstance(item, Unknown):
        return Unknown(item.reason)
    unknown = None
    for element in elements:
        if isinstance(element, Unknown):
            unknown = element
        elif loose_equal(item, element):
            return True
    return False if unknown is None else Unknown(unknown.reason)


def _compare_texts(
    text: object, invocation: Invocation, test: typing.Callable[[str, str], bool]
) -> bool | Unknown:
    if isinstance(text, Unknown):
        return Unknown(text.reason)
    if not is_primitive(text):
        return False
    item = invocation[1]
    if isinstance(item, Unknown):
        return Unknown(item.reason)
    return is_primitive(item) and test(upper(to_string(text)), upper(to_string(item)))


_FUNCTIONS: tuple[tuple[str, int, int, typing.Callable[[Invocation], object]], ...] = (
    ("case", 3, MAX_ARGUMENTS, case),
    ("contains", 2, 2, contains),
    ("endsWith", 2, 2, ends_with),
    ("format", 1, MAX_ARGUMENTS, format_text),
    ("fromJson", 1, 1, from_json),
    ("join", 1, 2, join),
    ("startsWith", 2, 2, starts_with),
    ("toJson", 1, 1, to_json),
)

# By their names in lower case: case does not matter in the names of functions.
PURE_FUNCTIONS: Mapping[str, FunctionSpec] = {
    name.lower(): FunctionSpec(name, minimum, maximum)
    for name, minimum, maximum, _ in _FUNCTIONS
}
IMPLEMENTATIONS: Mapping[str, typing.Callable[[Invocation], object]] = {
    name.lower(): implementation for name, _, _, implementation in _FUNCTIONS
}
