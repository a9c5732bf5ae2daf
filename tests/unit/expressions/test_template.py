from __future__ import annotations

import pytest

from understudy.expressions import (
    ExpressionError,
    Hole,
    Insert,
    Text,
    evaluate_node,
    parse_template,
    split_template,
)

CONTEXTS = {"github": {"ref": "main", "n": 3, "list": [1]}}


def test_a_string_is_cut_where_its_holes_are():
    text = "on ${{ github.ref }} at ${{github.n}}!"

    assert list(split_template(text)) == [
        Text("on ", 0, 3),
        Hole("github.ref", 3, 20, 7),
        Text(" at ", 20, 24),
        Hole("github.n", 24, 37, 27),
        Text("!", 37, 38),
    ]


@pytest.mark.parametrize(
    "text, segments",
    [
        pytest.param("", [], id="nothing"),
        pytest.param("a $ {{ }} }}", [Text("a $ {{ }} }}", 0, 12)], id="no hole"),
        pytest.param("${{ '}}' }}", [Hole("'}}'", 0, 11, 4)], id="braces in quotes"),
        pytest.param(
            "${{ 'it''s }}' }}", [Hole("'it''s }}'", 0, 17, 4)], id="escaped quotes"
        ),
        pytest.param("${{ a}}}", [Hole("a", 0, 7, 4), Text("}", 7, 8)], id="one more"),
        pytest.param("${{ } }}", [Hole("}", 0, 8, 4)], id="a single brace"),
        pytest.param("${{ ${{ a }}", [Hole("${{ a", 0, 12, 4)], id="a hole in a hole"),
        pytest.param(
            "${{a}}${{b}}", [Hole("a", 0, 6, 3), Hole("b", 6, 12, 9)], id="no text"
        ),
        pytest.param("${{\n\u2003a\x85}}", [Hole("a", 0, 9, 5)], id="white space"),
        pytest.param("${{ insert }}", [Insert(0, 13)], id="a directive"),
        pytest.param(
            "${{ inserted }}", [Hole("inserted", 0, 15, 4)], id="a longer word"
        ),
        pytest.param("${{ 'insert' }}", [Hole("'insert'", 0, 15, 4)], id="a string"),
    ],
)
def test_a_hole_ends_at_the_first_braces_outside_of_quotes(text, segments):
    assert list(split_template(text)) == segments


NOT_CLOSED = (
    "The expression is not closed. An unescaped ${{ sequence was found, "
    "but the closing }} sequence was not found."
)
INLINE = (
    "The directive 'insert' is not allowed in this context. Directives are not "
    "supported for expressions that are embedded within a string. Directives are "
    "only supported when the entire value is an expression."
)


def parameters(count):
    return (
        "Exactly 0 parameter(s) were expected following the directive 'insert'. "
        f"Actual parameter count: {count}"
    )


@pytest.mark.parametrize(
    "text, message, blamed",
    [
        pytest.param("a ${{ b", NOT_CLOSED, "${{", id="never closed"),
        pytest.param("${{ 'a }}", NOT_CLOSED, "${{", id="closed in quotes"),
        pytest.param("${{ a } }", NOT_CLOSED, "${{", id="closed by halves"),
        pytest.param("a ${{ }}", "An expression was expected", "${{ }}", id="empty"),
        pytest.param("${{}}", "An expression was expected", "${{}}", id="no blank"),
        pytest.param("${{ insert }} ", INLINE, "insert", id="text behind a directive"),
        pytest.param("a${{ insert }}", INLINE, "insert", id="text before a directive"),
        pytest.param("${{ insert a }}", parameters(1), "insert a", id="one parameter"),
        pytest.param(
            "${{ insert  'a b'  (c d) e }}",
            parameters(3),
            "insert  'a b'  (c d) e",
            id="parameters with blanks",
        ),
        pytest.param(
            "${{ insert f('(') ')' x }}",
            parameters(3),
            "insert f('(') ')' x",
            id="parentheses in quotes",
        ),
        pytest.param(
            "a ${{ b }}",
            "Unrecognized named-value: 'b'. "
            "Located at position 1 within expression: b",
            "b",
            id="an expression with an error",
        ),
        pytest.param(
            "${{ github }} ${{ 1 + 1 }}",
            "Unexpected symbol: '+'. Located at position 3 within expression: 1 + 1",
            "+",
            id="another one",
        ),
    ],
)
def test_a_broken_hole_is_blamed_where_it_stands(text, message, blamed):
    with pytest.raises(ExpressionError) as caught:
        parse_template(text, CONTEXTS, {})

    error = caught.value
    assert str(error) == message
    assert text[error.offset : error.offset + error.length] == blamed


def test_errors_come_in_the_order_of_the_text():
    with pytest.raises(ExpressionError, match="^Unexpected end of expression"):
        parse_template("${{ ( }} ${{ never closed", CONTEXTS, {})


@pytest.mark.parametrize(
    "text, expression, value",
    [
        pytest.param(
            "${{ github.list }}", "github.list", [1], id="a value stays itself"
        ),
        pytest.param(
            "v${{ github.n }}", "format('v{0}', github.n)", "v3", id="a piece of text"
        ),
        pytest.param(
            "${{ github.n }}${{ github.ref }}",
            "format('{0}{1}', github.n, github.ref)",
            "3main",
            id="two values",
        ),
        pytest.param(
            "it's {0} ${{ github.ref }} {}",
            "format('it''s {{0}} {0} {{}}', github.ref)",
            "it's {0} main {}",
            id="quotes and braces",
        ),
        pytest.param("plain", "'plain'", "plain", id="no hole"),
        pytest.param("it's", "'it''s'", "it's", id="no hole, but a quote"),
        pytest.param("", "''", "", id="nothing"),
        pytest.param("${{ 'a''b' }}", "'a''b'", "a'b", id="a string in a hole"),
        pytest.param("${{ insert }}", "insert", None, id="a directive"),
    ],
)
def test_a_string_amounts_to_one_expression(text, expression, value):
    template = parse_template(text, CONTEXTS, {})

    assert template.expression == expression
    assert evaluate_node(template.node, CONTEXTS) == value
    assert template.text == text
    assert template.segments == tuple(split_template(text))


@pytest.mark.parametrize(
    "text, sources",
    [
        pytest.param("a ${{ github.ref }} ${{1}}", ["github.ref", "1"], id="two holes"),
        pytest.param("${{ github.ref }}", ["github.ref"], id="a hole alone"),
        pytest.param("${{ 'a' }}", ["'a'"], id="a string in a hole"),
        pytest.param("plain", [], id="no hole"),
        pytest.param("${{ insert }}", [], id="a directive"),
    ],
)
def test_each_hole_has_its_own_tree(text, sources):
    trees = parse_template(text, CONTEXTS, {}).trees

    assert [tree.span.source for tree in trees] == sources
    assert [tree.span.start for tree in trees] == [0] * len(sources)


@pytest.mark.parametrize(
    "text, literal",
    [
        pytest.param("main", True, id="a string"),
        pytest.param("", True, id="an empty string"),
        pytest.param("${{ 'main' }}", True, id="a string in a hole"),
        pytest.param("${{ ('main') }}", False, id="in parentheses"),
        pytest.param("${{ 1 }}", False, id="a number"),
        pytest.param("a${{ 'main' }}", False, id="a string and a hole"),
        pytest.param("${{ 'a' == 'b' }}", False, id="more than a string"),
        pytest.param("${{ insert }}", False, id="a directive"),
    ],
)
def test_a_literal_needs_no_evaluation(text, literal):
    assert parse_template(text, CONTEXTS, {}).is_literal is literal


def test_the_whole_has_the_limits_of_an_expression():
    text = "x" * 21000 + "${{ github.ref }}"

    with pytest.raises(ExpressionError) as caught:
        parse_template(text, CONTEXTS, {})

    error = caught.value
    assert str(error) == "Exceeded max expression length 21000"
    assert (error.kind, error.offset, error.length) == ("parsing", 0, len(text))


def test_text_without_a_hole_has_no_limit():
    text = "x" * 30000

    assert parse_template(text, CONTEXTS, {}).is_literal


def test_too_many_holes_are_too_many_parameters():
    with pytest.raises(
        ExpressionError, match="^Too many parameters supplied: 'format'"
    ):
        parse_template(" ${{ 1 }}" * 255, CONTEXTS, {})


def test_a_megabyte_with_a_quote_that_is_never_closed_is_read_at_once():
    with pytest.raises(ExpressionError, match="^The expression is not closed"):
        list(split_template("${{ '" + "} a" * 400_000))
