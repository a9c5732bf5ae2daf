from __future__ import annotations

import pytest

from understudy.expressions import (
    MAX_LENGTH,
    Call,
    Compare,
    ExpressionError,
    FunctionSpec,
    Index,
    Literal,
    Logical,
    Named,
    Not,
    Span,
    Wildcard,
    parse,
)

HASH_FILES = {"hashFiles": FunctionSpec("hashFiles", 1, 255)}


def span(text, start, end):
    return Span(text, start, end)


def test_every_node_has_its_place():
    text = " !(a || b.*) == f(1)"

    node = parse(text)

    assert node == Compare(
        "==",
        Not(
            Logical(
                "||",
                (
                    Named("a", span(text, 3, 4)),
                    Index(
                        Named("b", span(text, 8, 9)),
                        Wildcard(span(text, 10, 11)),
                        span(text, 8, 11),
                    ),
                ),
                span(text, 3, 11),
            ),
            span(text, 1, 12),
        ),
        Call("f", (Literal(1.0, span(text, 18, 19)),), span(text, 16, 20)),
        span(text, 1, 20),
    )
    assert node.span.source == "!(a || b.*) == f(1)"
    assert node.left.span.source == "!(a || b.*)"
    assert node.left.operand.span.source == "a || b.*"
    assert node.right.span.source == "f(1)"


@pytest.mark.parametrize(
    "expression, source",
    [
        pytest.param("((a)).b", "((a)).b", id="a target in parentheses"),
        pytest.param("(a) == (b)", "(a) == (b)", id="operands in parentheses"),
        pytest.param("(a) && (b)", "(a) && (b)", id="both sides of a logic"),
        pytest.param("(a == b)", "a == b", id="not its own parentheses"),
        pytest.param("a [ 0 ]", "a [ 0 ]", id="brackets"),
        pytest.param("f ( )", "f ( )", id="a call"),
    ],
)
def test_a_node_takes_in_the_parentheses_of_its_operands(expression, source):
    assert parse(expression).span.source == source


def test_an_empty_expression_is_null():
    assert parse("  ") == Literal(None, span("  ", 0, 2))


@pytest.mark.parametrize(
    "expression",
    ["a && b && c && d", "(a && b) && (c && d)", "a && (b && (c && d))"],
)
def test_one_logic_holds_all_its_operands(expression):
    node = parse(expression)

    assert node.operator == "&&"
    assert [operand.name for operand in node.operands] == ["a", "b", "c", "d"]


def test_another_operator_is_another_logic():
    node = parse("a && (b || c) && d")

    assert [type(operand) for operand in node.operands] == [Named, Logical, Named]


def test_names_are_known_in_any_case():
    parse("GitHub.ref", ["github"], {})


def test_extension_functions_are_known_in_any_case_and_counted():
    parse("HASHFILES('a')", [], HASH_FILES)

    with pytest.raises(ExpressionError, match="^Too few parameters .*'hashfiles'"):
        parse("hashfiles()", [], HASH_FILES)


def test_without_lists_any_name_and_any_function_passes():
    node = parse("any.thing == at(all, 1, 2)")

    assert node.right.name == "at"
    with pytest.raises(ExpressionError, match="^Too few parameters .*'contains'"):
        parse("contains()")


def test_an_unknown_name_comes_before_an_error_behind_it():
    with pytest.raises(ExpressionError, match="^Unrecognized named-value: 'a'"):
        parse("a == 'never closed", [], {})


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("!" * 49 + "a", id="not"),
        pytest.param("a" + ".b" * 49, id="properties"),
        pytest.param("a" + "[0]" * 49, id="positions"),
        pytest.param("f(" * 49 + "a" + ")" * 49, id="calls"),
        pytest.param("a" + " == a" * 49, id="comparisons"),
        pytest.param("(a && b || " * 24 + "c == d" + ")" * 24, id="logic"),
        pytest.param("(" * 5000 + "a" + ")" * 5000, id="parentheses are free"),
        pytest.param("a" + " && a" * 4000, id="a long logic is flat"),
    ],
)
def test_fifty_levels_are_enough_for_anybody(expression):
    parse(expression)


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("!" * 50 + "a", id="not"),
        pytest.param("a" + ".b" * 50, id="properties"),
        pytest.param("a[" * 50 + "a" + "]" * 50, id="positions"),
        pytest.param("f(" * 50 + "a" + ")" * 50, id="calls"),
        pytest.param("a" + " == a" * 50, id="comparisons"),
        pytest.param("(a || " * 25 + "!" * 50 + "a" + ")" * 25, id="logic"),
        pytest.param("!" * 20000 + "a", id="very deep"),
    ],
)
def test_fifty_one_levels_are_too_many(expression):
    with pytest.raises(ExpressionError) as caught:
        parse(expression)

    error = caught.value
    assert (error.kind, str(error)) == ("parsing", "Exceeded max expression depth 50")
    assert (error.offset, error.length) == (0, len(expression))


def test_the_length_is_limited_in_utf16_units():
    longest = "'" + "😀" * ((MAX_LENGTH - 2) // 2) + "'"

    parse(longest)
    with pytest.raises(ExpressionError, match="^Exceeded max expression length 21000$"):
        parse(longest + " ")
