"""Cuts an expression into tokens that may follow each other; builds no tree."""

from __future__ import annotations

import math
import re
import typing

from understudy.expressions.coerce import SPACE, parse_number, utf16_length
from understudy.expressions.error import ExpressionError, Kind

# The kinds of tokens.
START_GROUP = "("
START_PARAMETERS = "f("
START_INDEX = "["
END_GROUP = ")"
END_PARAMETERS = "f)"
END_INDEX = "]"
SEPARATOR = ","
DEREFERENCE = "."
WILDCARD = "*"
OPERATOR = "operator"
LITERAL = "literal"
PROPERTY = "property"
FUNCTION = "function"
NAMED = "named"

# A token is legal by the kind of the token before it (LexicalAnalyzer.cs).
_BEFORE_OPERAND = frozenset(
    {None, SEPARATOR, START_GROUP, START_PARAMETERS, START_INDEX, OPERATOR}
)
_INDEXABLE = frozenset(
    {END_GROUP, END_PARAMETERS, END_INDEX, WILDCARD, PROPERTY, NAMED}
)
_AFTER_OPERAND = _INDEXABLE | {LITERAL}
_LEGAL_AFTER: dict[str, frozenset[str | None]] = {
    START_GROUP: _BEFORE_OPERAND,
    START_PARAMETERS: frozenset({FUNCTION}),
    START_INDEX: _INDEXABLE,
    END_GROUP: _AFTER_OPERAND,
    END_PARAMETERS: _AFTER_OPERAND | {START_PARAMETERS},
    END_INDEX: _AFTER_OPERAND,
    SEPARATOR: _AFTER_OPERAND,
    DEREFERENCE: _INDEXABLE,
    WILDCARD: frozenset({START_INDEX, DEREFERENCE}),
    OPERATOR: _AFTER_OPERAND,
    LITERAL: _BEFORE_OPERAND,
    PROPERTY: frozenset({DEREFERENCE}),
    FUNCTION: _BEFORE_OPERAND,
    NAMED: _BEFORE_OPERAND,
}
_OPENED_BY = {
    END_GROUP: START_GROUP,
    END_PARAMETERS: START_PARAMETERS,
    END_INDEX: START_INDEX,
    SEPARATOR: START_PARAMETERS,
}

_MARKS = r"()\[\],.!><=&|"
_INNER = rf"(?:[^{_MARKS}\s]|[\x1c-\x1f])"  # neither a mark nor a space
_TOKEN = re.compile(
    rf"""
      (?P<space>  {SPACE}+)
    | (?P<word>   [A-Za-z_][A-Za-z0-9_-]*(?=[{_MARKS}]|{SPACE}|\Z))
    | (?P<string> '[^']*(?:''[^']*)*'(?!'))
    | (?P<dot>    \.)
    | (?P<sign>   !=|>=|<=|==|&&|\|\||[!><])
    | (?P<mark>   [()\[\],*])
    | (?P<number> [-+0-9](?:{_INNER}|\.)*)
    | (?P<open>   '.*)
    | (?P<junk>   .{_INNER}*)
    """,
    re.VERBOSE | re.DOTALL,
)
_FRACTION = re.compile(rf"\.(?:{_INNER}|\.)*")
_CALL = re.compile(rf"{SPACE}*\(")
_KEYWORDS: dict[str, None | bool | float] = {
    "null": None,
    "true": True,
    "false": False,
    "NaN": math.nan,
    "Infinity": math.inf,
}


class Token(typing.NamedTuple):
    """A piece of an expression: what it is, as written, where, and its value."""

    kind: str
    text: str
    start: int
    value: None | bool | float | str = None


def tokens(expression: str) -> typing.Iterator[Token]:
    """Yield the tokens up to the first that is malformed or out of place."""
    last: str | None = None
    opened: list[str] = []
    position = 0
    while position < len(expression):
        match = _TOKEN.match(expression, position)
        assert match, "the last alternative matches any character"
        group = match.lastgroup
        if group == "dot" and last in _BEFORE_OPERAND:
            match = _FRACTION.match(expression, position)
            assert match, "a full stop stands here"
            group = "number"
        position = match.end()
        if group != "space":
            token = _token(group, match, last, opened)
            _check_place(expression, token, last, opened)
            yield token
            last = token.kind


def symbol_error(
    kind: Kind, description: str, expression: str, token: Token
) -> ExpressionError:
    """Blame a token, in the words of ParseException.cs."""
    # .NET counts in UTF-16 units.
    place = utf16_length(expression[: token.start]) + 1
    return ExpressionError(
        kind,
        f"{description}: '{token.text}'. "
        f"Located at position {place} within expression: {expression}",
        token.start,
        len(token.text),
    )


def _token(
    group: str | None, match: re.Match[str], last: str | None, opened: list[str]
) -> Token:
    text, start = match[0], match.start()
    if group == "word":
        return _word(text, start, last, match.string, match.end())
    if group == "string":
        return Token(LITERAL, text, start, text[1:-1].replace("''", "'"))
    if group == "dot":
        return Token(DEREFERENCE, text, start)
    if group == "sign":
        return Token(OPERATOR, text, start)
    if group == "number":
        number = parse_number(text)
        if number == number:
            return Token(LITERAL, text, start, number)
    if group == "mark":
        if text == "(" and last == FUNCTION:
            return Token(START_PARAMETERS, text, start)
        if text == ")" and opened and opened[-1] == START_PARAMETERS:
            return Token(END_PARAMETERS, text, start)
        return Token(text, text, start)
    malformed = Token("", text, start)
    raise symbol_error("lexing", "Unexpected symbol", match.string, malformed)


def _word(text: str, start: int, last: str | None, expression: str, end: int) -> Token:
    if last == DEREFERENCE:
        return Token(PROPERTY, text, start, text)
    if text in _KEYWORDS:
        return Token(LITERAL, text, start, _KEYWORDS[text])
    call = _CALL.match(expression, end)
    return Token(FUNCTION if call else NAMED, text, start)


def _check_place(
    expression: str, token: Token, last: str | None, opened: list[str]
) -> None:
    kind = token.kind
    legal = _BEFORE_OPERAND if token.text == "!" else _LEGAL_AFTER[kind]
    if last in legal and (
        kind not in _OPENED_BY or (opened and opened[-1] == _OPENED_BY[kind])
    ):
        if kind in (START_GROUP, START_PARAMETERS, START_INDEX):
            opened.append(kind)
        elif kind in (END_GROUP, END_PARAMETERS, END_INDEX):
            opened.pop()
        return
    raise symbol_error("parsing", "Unexpected symbol", expression, token)
