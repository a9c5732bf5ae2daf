"""Strings with `${{ }}` in them: where the holes are, and what expression it all is."""

from __future__ import annotations

import re
import typing
from collections.abc import Collection, Mapping

from understudy.expressions.coerce import SPACE, WHITE_SPACE
from understudy.expressions.error import ExpressionError
from understudy.expressions.functions import FunctionSpec
from understudy.expressions.nodes import Literal, Node, Span, to_text
from understudy.expressions.parser import parse
from understudy.records import dataclass

NOT_CLOSED = (
    "The expression is not closed. An unescaped ${{ sequence was found, "
    "but the closing }} sequence was not found."
)
EXPECTED = "An expression was expected"

_OPEN = "${{"
# Up to the first }} outside of quotes; an escaped quote is two strings side by side.
_HOLE = re.compile(r"\$\{\{((?:[^'}]|'[^']*'|\}(?!\}))*)\}\}")
_INSERT = re.compile(rf"insert(?:{SPACE}(?P<parameters>.*))?", re.DOTALL)


@dataclass(frozen=True)
class Text:
    """A stretch of a string that stands for itself."""

    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Hole:
    """`${{ expression }}` from `start` to `end`; the expression begins at `offset`."""

    expression: str
    start: int
    end: int
    offset: int


@dataclass(frozen=True)
class Insert:
    """`${{ insert }}`, which puts the pairs of its value into the mapping around it."""

    start: int
    end: int


Segment = typing.Union[Text, Hole, Insert]


@dataclass(frozen=True)
class Template:
    """A string that was read, and the one expression that it amounts to.

    With text around a hole that is a call of `format`; without a hole, a string.
    `trees` are those of the holes, in their order; each has its places within the
    expression of its own hole, and `node` within `expression`.
    """

    text: str
    segments: tuple[Segment, ...]
    expression: str
    node: Node
    trees: tuple[Node, ...] = ()

    @property
    def is_literal(self) -> bool:
        """Tell whether it is a plain string, as `main` and `${{ 'main' }}` are."""
        return isinstance(self.node, Literal) and self.expression.startswith("'")


def split_template(text: str) -> typing.Iterator[Segment]:
    """Yield the segments of a string, one after the other (TemplateReader.cs).

    Raises ExpressionError at the first broken one, after those before it: whoever
    parses each hole as it comes finds the errors in GitHub's order.
    """
    position = 0
    start = text.find(_OPEN)
    while start >= 0:
        if start > position:
            yield Text(text[position:start], position, start)
        match = _HOLE.match(text, start)
        if not match:
            raise ExpressionError("parsing", NOT_CLOSED, start, len(_OPEN))
        yield _hole(match)
        position = match.end()
        start = text.find(_OPEN, position)
    if position < len(text):
        yield Text(text[position:], position, len(text))


def parse_template(
    text: str,
    names: Collection[str] | None = None,
    functions: Mapping[str, FunctionSpec] | None = None,
) -> Template:
    """Read a string; names and functions as for `parse`. Raises ExpressionError."""
    whole = Span(text, 0, len(text))
    segments: list[Text | Hole] = []
    trees: list[Node] = []
    for segment in split_template(text):
        if isinstance(segment, Insert):
            return Template(text, (segment,), "insert", Literal(None, whole))
        segments.append(segment)
        if isinstance(segment, Hole):
            try:
                trees.append(parse(segment.expression, names, functions))
            except ExpressionError as error:
                raise error.shifted(segment.offset) from None
    if not trees:
        literal = Literal(text, whole)
        return Template(text, tuple(segments), to_text(literal), literal)
    if len(segments) == 1:
        return Template(
            text, tuple(segments), trees[0].span.text, trees[0], (trees[0],)
        )
    expression = _as_format(segments)
    try:
        node = parse(expression, names, functions)
    except ExpressionError as error:
        # A limit of the whole: each hole by itself has passed.
        raise ExpressionError(error.kind, error.message, 0, len(text)) from None
    return Template(text, tuple(segments), expression, node, tuple(trees))


def _hole(match: re.Match[str]) -> Segment:
    text = match.string
    inner = match[1]
    expression = inner.strip(WHITE_SPACE)
    if not expression:
        length = match.end() - match.start()
        raise ExpressionError("parsing", EXPECTED, match.start(), length)
    offset = match.start(1) + len(inner) - len(inner.lstrip(WHITE_SPACE))
    insert = _INSERT.fullmatch(expression)
    if not insert:
        return Hole(expression, match.start(), match.end(), offset)
    count = _count(insert["parameters"] or "")
    if count:
        message = (
            "Exactly 0 parameter(s) were expected following the directive 'insert'. "
            f"Actual parameter count: {count}"
        )
        raise ExpressionError("parsing", message, offset, len(expression))
    if len(match[0]) < len(text):
        message = (
            "The directive 'insert' is not allowed in this context. Directives are "
            "not supported for expressions that are embedded within a string. "
            "Directives are only supported when the entire value is an expression."
        )
        raise ExpressionError("parsing", message, offset, len(expression))
    return Insert(match.start(), match.end())


def _count(parameters: str) -> int:
    """Count words; white space in quotes or parentheses separates none."""
    count = 0
    quoted = False
    depth = 0
    inside = False
    for character in parameters:
        if character in WHITE_SPACE and not quoted and depth == 0:
            inside = False
            continue
        count += not inside
        inside = True
        if character == "'":
            quoted = not quoted
        elif not quoted:
            depth += (character == "(") - (character == ")")
    return count


def _as_format(segments: typing.Iterable[Text | Hole]) -> str:
    template = ""
    arguments = ""
    count = 0
    for segment in segments:
        if isinstance(segment, Text):
            text = segment.value.replace("'", "''")
            template += text.replace("{", "{{").replace("}", "}}")
        else:
            template += f"{{{count}}}"
            arguments += f", {segment.expression}"
            count += 1
    return f"format('{template}'{arguments})"
