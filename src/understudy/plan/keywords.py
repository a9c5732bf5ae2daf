"""Owns the grammar of `-k`, which is pytest's: words, `and`, `or`, `not`, parentheses.

    expression = and-test { "or" and-test }
    and-test   = not-test { "and" not-test }
    not-test   = "not" not-test | "(" expression ")" | word

A word matches where it is part of the text, in any case; no Python is ever evaluated.
"""

from __future__ import annotations

import functools
import re
from typing import Callable, List, Tuple

from understudy.errors import UsageError

Matcher = Callable[[str], bool]

_TOKEN = re.compile(
    r"\s*(?:(?P<word>[\w:+\-.\[\]\\/,~*@=]+)|(?P<mark>[()])|(?P<end>$))"
)


@functools.lru_cache(maxsize=8)
def compile_keywords(expression: str) -> Matcher:
    """Return a function that tells whether a text matches.

    Raises:
        UsageError: the expression is empty or breaks the grammar.
    """
    tokens = _Tokens(expression)
    matcher = _expression(tokens)
    tokens.expect("")
    return matcher


class _Tokens:
    """The words and marks of an expression; an empty one is the end."""

    def __init__(self, expression: str) -> None:
        self.expression = expression
        self.tokens: List[Tuple[str, int]] = []
        position = 0
        while not self.tokens or self.tokens[-1][0]:
            match = _TOKEN.match(expression, position)
            if not match:
                rest = expression[position:].lstrip()
                raise self._error(f"unexpected `{rest[0]}`", expression.rindex(rest))
            text = match["word"] or match["mark"] or ""
            position = match.end()
            self.tokens.append((text, position - len(text)))

    def take(self, *wanted: str) -> bool:
        """Read one of the given tokens, if it comes next."""
        if self.tokens[0][0] not in wanted:
            return False
        del self.tokens[0]
        return True

    def expect(self, wanted: str) -> None:
        """Read the given token, or blame the one that stands there."""
        found, position = self.tokens[0]
        if found != wanted:
            expected = f"`{wanted}`" if wanted else "`and`, `or` or the end"
            what = f"`{found}`" if found else "the end"
            raise self._error(f"expected {expected}, not {what}", position)
        del self.tokens[:1]

    def word(self) -> str:
        """Read a word, or blame what stands there."""
        found, position = self.tokens[0]
        if found in ("", "(", ")", "and", "or"):
            what = f"`{found}`" if found else "the end"
            raise self._error(f"expected a word, not {what}", position)
        del self.tokens[0]
        return found

    def _error(self, message: str, position: int) -> UsageError:
        return UsageError(
            f"wrong expression for -k at column {position + 1}: {message}",
            "for example: -k 'tests and not 3.9'",
        )


def _expression(tokens: _Tokens) -> Matcher:
    """expression = and-test { "or" and-test }"""
    tests = [_and_test(tokens)]
    while tokens.take("or"):
        tests.append(_and_test(tokens))
    return lambda text: any(test(text) for test in tests)


def _and_test(tokens: _Tokens) -> Matcher:
    """and-test = not-test { "and" not-test }"""
    tests = [_not_test(tokens)]
    while tokens.take("and"):
        tests.append(_not_test(tokens))
    return lambda text: all(test(text) for test in tests)


def _not_test(tokens: _Tokens) -> Matcher:
    """not-test = "not" not-test | "(" expression ")" | word"""
    if tokens.take("not"):
        test = _not_test(tokens)
        return lambda text: not test(text)
    if tokens.take("("):
        inner = _expression(tokens)
        tokens.expect(")")
        return inner
    word = tokens.word().lower()
    return lambda text: word in text.lower()
