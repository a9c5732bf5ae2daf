from __future__ import annotations

import pytest

from understudy.expressions import (
    ExpressionError,
    Unknown,
    evaluate,
    evaluate_node,
    parse,
)

LATER = Unknown("later")
CONTEXTS = {
    "later": LATER,
    "some": ["a", LATER],
    "one": [LATER],
    "deep": {"a": [{"b": LATER}]},
    "list": ["a", "b"],
    "true_later": Unknown("later", truth=True),
}


@pytest.mark.parametrize(
    "expression",
    [
        "contains(later, 'a')",
        "contains('a', later)",
        "contains(list, later)",
        "contains(some, 'b')",
        "startsWith(later, 'a')",
        "startsWith('a', later)",
        "endsWith(later, 'a')",
        "endsWith('a', later)",
        "format(later, 'a')",
        "format('{0} {1}', 'a', later)",
        "join(later)",
        "join(some)",
        "join(one)",
        "join(list, later)",
        "toJSON(later)",
        "toJSON(deep)",
        "toJSON(true_later)",
        "fromJSON(later)",
        "case(later, 1, 2)",
        "case(true_later, 1, 2)",
        "case(false, 1, later, 2, 3)",
        "case(true, later, 2)",
        "case(false, 1, later)",
    ],
)
def test_a_function_of_the_unknown_is_unknown(expression):
    assert evaluate_node(parse(expression), CONTEXTS) == LATER


@pytest.mark.parametrize(
    "expression, value",
    [
        pytest.param("contains(some, 'A')", True, id="found among the known"),
        pytest.param("contains(fromJSON('[]'), later)", False, id="in nothing"),
        pytest.param("startsWith(list, later)", False, id="an array starts nothing"),
        pytest.param("format('{0}', 'a', later)", "a", id="not in the format"),
        pytest.param("join(fromJSON('[1]'), later)", "1", id="nothing to separate"),
        pytest.param("case(true, 1, later)", 1, id="not chosen"),
        pytest.param("case(false, later, 2)", 2, id="passed over"),
    ],
)
def test_a_function_that_never_looks_at_the_unknown_is_known(expression, value):
    assert evaluate_node(parse(expression), CONTEXTS) == value


@pytest.mark.parametrize(
    "template",
    [
        "{",
        "}",
        "{0",
        "{0}}",
        "{{0}",
        "}{0}",
        "{}",
        "{a}",
        "{-1}",
        "{0 }",
        "{256}",
        "{99999999999999999999}",
        "{0:x",
        "{0:x}}",
        "{٠}",
        "{0}{",
        "{{}",
    ],
)
def test_a_broken_format_is_refused(template):
    with pytest.raises(ExpressionError) as caught:
        evaluate(f"format('{template}', 1)", {})

    error = caught.value
    assert error.kind == "evaluation"
    assert str(error) == f"The following format string is invalid: {template}"


@pytest.mark.parametrize("template", ["{1}", "{0} {255}", "{001}"])
def test_a_format_needs_its_arguments(template):
    with pytest.raises(ExpressionError) as caught:
        evaluate(f"true && format('{template}', 1)", {})

    error = caught.value
    assert str(error) == (
        "The following format string references more arguments than were supplied: "
        + template
    )
    assert (error.offset, error.offset + error.length) == (8, 8 + 13 + len(template))


@pytest.mark.parametrize(
    "template, value, specifiers, kind",
    [
        pytest.param("{0:N2}", "1", "N2", "Number", id="a number"),
        pytest.param("{0:a}}b}", "'x'", "a}b", "String", id="an escaped brace"),
        pytest.param("{0:{}", "null", "{", "Null", id="a left brace"),
        pytest.param("{0:\n}", "list", "\n", "Array", id="a line break"),
    ],
)
def test_no_format_specifiers_are_valid(template, value, specifiers, kind):
    with pytest.raises(ExpressionError) as caught:
        evaluate(f"format('{template}', {value})", {"list": []})

    assert str(caught.value) == (
        f"The format specifiers '{specifiers}' are not valid "
        f"for objects of type '{kind}'"
    )


def test_a_format_evaluates_each_argument_once():
    calls = []
    node = parse("format('{0}{0}', f(1))")

    value = evaluate_node(node, {}, {"f": lambda n: calls.append(n) or "x"})

    assert value == "xx"
    assert calls == [1.0]


@pytest.mark.parametrize("predicate", ["'true'", "1", "null", "list"])
def test_a_case_wants_true_or_false(predicate):
    with pytest.raises(ExpressionError) as caught:
        evaluate(f"case({predicate}, 1, 2)", {"list": []})

    assert str(caught.value) == "case predicate must evaluate to a boolean value"
    assert caught.value.kind == "evaluation"


def test_broken_json_is_blamed_on_the_call():
    with pytest.raises(ExpressionError) as caught:
        evaluate("1 && fromJSON('')", {})

    error = caught.value
    assert (error.kind, error.offset, error.length) == ("evaluation", 5, 12)
    assert str(error) == (
        "Error parsing fromJson: Error reading JToken from JsonReader. "
        "Path '', line 0, position 0."
    )


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("join(big)", id="join"),
        pytest.param("join(few, wide)", id="a separator"),
        pytest.param("toJSON(big)", id="toJSON"),
        pytest.param("format('{0}{0}{0}{0}{0}{0}{0}{0}{0}{0}{0}', wide)", id="format"),
        pytest.param("long.*", id="a wildcard"),
        pytest.param("big.*.*", id="a wildcard on a wildcard"),
        pytest.param("fromJSON(toJSON(rows)).*.x", id="an index on a wildcard"),
    ],
)
def test_results_are_limited_while_they_grow(expression):
    contexts = {
        "big": [["x" * 10] * 10] * 20000,
        "long": [0] * 140_000,
        "few": [1] * 10,
        "wide": "x" * 60000,
        "rows": [{"x": 1}] * 40000,
    }

    with pytest.raises(ExpressionError, match="^The maximum allowed memory size"):
        evaluate(expression, contexts)
