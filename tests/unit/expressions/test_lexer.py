from __future__ import annotations

import pytest

from understudy.expressions import ExpressionError, lexer
from understudy.expressions.lexer import Token, tokens


def test_tokens_know_their_place_and_value():
    found = list(tokens("f( a.b , 'it''s' )[ * ]"))

    assert found == [
        Token(lexer.FUNCTION, "f", 0),
        Token(lexer.START_PARAMETERS, "(", 1),
        Token(lexer.NAMED, "a", 3),
        Token(lexer.DEREFERENCE, ".", 4),
        Token(lexer.PROPERTY, "b", 5, "b"),
        Token(lexer.SEPARATOR, ",", 7),
        Token(lexer.LITERAL, "'it''s'", 9, "it's"),
        Token(lexer.END_PARAMETERS, ")", 17),
        Token(lexer.START_INDEX, "[", 18),
        Token(lexer.WILDCARD, "*", 20),
        Token(lexer.END_INDEX, "]", 22),
    ]


@pytest.mark.parametrize(
    "expression, kinds",
    [
        pytest.param("a.null", [lexer.NAMED, ".", lexer.PROPERTY], id="a keyword"),
        pytest.param("f\n(1)", [lexer.FUNCTION, "f(", "literal", "f)"], id="a break"),
        pytest.param("(.5)", ["(", lexer.LITERAL, ")"], id="a number after a bracket"),
        pytest.param("a .b", [lexer.NAMED, ".", lexer.PROPERTY], id="a blank"),
        pytest.param("TRUE", [lexer.NAMED], id="keywords are written small"),
        pytest.param("f((1))", ["function", "f(", "(", "literal", ")", "f)"], id="two"),
        pytest.param("a-b", [lexer.NAMED], id="a hyphen is a letter"),
        pytest.param("a!=b", ["named", "operator", "named"], id="no blanks"),
        pytest.param("\u2003a\x85", [lexer.NAMED], id="white space of .NET"),
    ],
)
def test_a_token_is_what_its_neighbours_make_it(expression, kinds):
    assert [token.kind for token in tokens(expression)] == kinds


def test_tokens_come_before_the_error_behind_them():
    stream = tokens("a == @")

    assert [next(stream).text, next(stream).text] == ["a", "=="]
    with pytest.raises(ExpressionError):
        next(stream)
