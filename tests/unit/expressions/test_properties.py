"""Laws that hold for any expression, any text and any values."""

from __future__ import annotations

import math

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from understudy.expressions import (
    ExpressionError,
    Index,
    Literal,
    Logical,
    Not,
    Template,
    Unknown,
    evaluate_node,
    explain,
    loose_equal,
    parse,
    parse_template,
    split_template,
    to_json,
    to_number,
    to_string,
    to_text,
    truth_of,
    truthy,
    walk,
)
from understudy.expressions.coerce import loose_less
from understudy.expressions.json_reader import JsonError, read_json

numbers = st.floats() | st.integers(-(2**70), 2**70)
texts = st.text(max_size=8) | st.sampled_from(["", "1", "true", "0x1F", "NaN", "a"])
primitives = st.none() | st.booleans() | numbers | texts
values = st.recursive(
    primitives,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["a", "B", "c"]), inner, max_size=3),
    max_leaves=8,
)
NAMES = ["a", "b", "c"]
contexts = st.fixed_dictionaries({name: values for name in NAMES})


def calls(inner):
    one = st.tuples(st.sampled_from(["toJSON", "fromJSON", "f", "join"]), inner)
    two = st.sampled_from(["contains", "startsWith", "endsWith", "join"])
    return (
        one.map("{0[0]}({0[1]})".format)
        | st.tuples(two, inner, inner).map("{0[0]}({0[1]}, {0[2]})".format)
        | st.tuples(inner, inner, inner).map("case({0[0]}, {0[1]}, {0[2]})".format)
        | st.tuples(inner, inner).map("format('{{0}}-{{1}}', {0[0]}, {0[1]})".format)
    )


def larger(inner):
    operators = st.sampled_from("&& || == != < <= > >=".split())
    return (
        st.tuples(inner, operators, inner).map(" ".join)
        | inner.map("!{}".format)
        | inner.map("({})".format)
        | calls(inner)
        | st.tuples(inner, inner).map("({0[0]})[{0[1]}]".format)
        | inner.map("({}).a".format)
        | inner.map("({}).*".format)
    )


leaves = st.sampled_from(
    ["null", "true", "false", "0", "-1.5", "'1'", "''", "'A'", "a", "B", "c", "a.b"]
    + ["c.*.a", "b[0]", "a['c']", "'it''s'", "NaN", "'[1, \"a\"]'", "b.*.*"]
)
expressions = st.recursive(leaves, larger, max_leaves=8)
pieces = st.sampled_from(
    ["a", "f", "(", ")", "[", "]", ".", ",", "*", "!", "=", "&", "|", "<", ">", "'"]
    + [
        "1",
        "-",
        "0x",
        " ",
        "\n",
        "{",
        "}",
        "$",
        "${{",
        "}}",
        "null",
        "é",
        "😀",
        "insert",
    ]
)
noise = st.lists(pieces, max_size=12).map("".join) | st.text(max_size=12)
FUNCTIONS = {"f": lambda value: value}

quick = settings(max_examples=40, deadline=None)


def outcome(expression, values):
    """Return the value of an expression, or the error in place of it."""
    try:
        return evaluate_node(parse(expression), values, FUNCTIONS)
    except ExpressionError as error:
        return error


def same(left, right):
    """Compare values, where NaN is itself and 1 is not true."""
    if isinstance(left, ExpressionError) or isinstance(right, ExpressionError):
        return str(left) == str(right)
    return to_json(left) == to_json(right)


@quick
@given(noise, contexts)
def test_noise_is_a_value_or_an_error(text, values):
    outcome(text, values)


@quick
@given(expressions, contexts)
def test_what_can_be_parsed_is_a_value_or_an_error(expression, values):
    parse(expression)

    outcome(expression, values)


@quick
@given(noise)
def test_a_blamed_part_lies_within_the_expression(text):
    try:
        parse(text, NAMES, {})
    except ExpressionError as error:
        assert error.kind in ("lexing", "parsing")
        assert 0 <= error.offset <= error.offset + error.length <= len(text)


@quick
@given(noise)
def test_segments_put_together_are_the_text(text):
    try:
        segments = list(split_template(text))
    except ExpressionError as error:
        assert 0 <= error.offset < error.offset + error.length <= len(text)
    else:
        assert "".join(text[part.start : part.end] for part in segments) == text


@quick
@given(noise)
def test_a_template_is_read_or_refused(text):
    try:
        template = parse_template(text, NAMES, {})
    except ExpressionError as error:
        assert 0 <= error.offset <= error.offset + error.length <= len(text)
    else:
        assert isinstance(template, Template)
        assert template.is_literal or "${{" in text


@quick
@given(st.text(alphabet=st.characters(exclude_characters="$")))
def test_text_without_a_hole_is_its_own_value(text):
    template = parse_template(text)

    assert evaluate_node(template.node, {}) == text


@quick
@given(st.text())
def test_a_quoted_text_is_its_own_value(text):
    quoted = text.replace("'", "''")

    assert evaluate_node(parse(f"'{quoted}'"), {}) == text


@quick
@given(expressions)
def test_the_source_of_a_node_parses_to_that_node(expression):
    for node in walk(parse(expression)):
        source = node.span.source
        if source != "*" and not _is_property(node, expression):
            assert str(parse(source)) == str(node) or parse(source) == node


def _is_property(node, expression):
    before = expression[: node.span.start].rstrip()
    return before.endswith(".") and not isinstance(node, Logical)


@quick
@given(expressions, contexts)
def test_the_normal_form_has_the_same_value(expression, values):
    node = parse(expression)
    # GitHub writes `(!a).b` as `!a.b`, and `(1).b` as `1.b`.
    assume(
        not any(
            isinstance(below, Index) and isinstance(below.target, (Literal, Not))
            for below in walk(node)
        )
    )

    normal = to_text(node)

    assert to_text(parse(normal)) == normal
    left, right = outcome(expression, values), outcome(normal, values)
    assert isinstance(left, ExpressionError) is isinstance(right, ExpressionError)
    assert isinstance(left, ExpressionError) or same(left, right)


@quick
@given(values, values)
def test_equality_is_symmetric(left, right):
    assert loose_equal(left, right) is loose_equal(right, left)


@quick
@given(values, values)
def test_nothing_is_less_and_equal_or_less_both_ways(left, right):
    less, more = loose_less(left, right), loose_less(right, left)

    assert less + more + loose_equal(left, right) <= 1


@quick
@given(numbers | texts, numbers | texts)
def test_numbers_and_texts_are_always_in_some_order(left, right):
    apart = any(math.isnan(to_number(value)) for value in (left, right))
    texts_alone = isinstance(left, str) and isinstance(right, str)
    decided = (
        loose_less(left, right) or loose_less(right, left) or loose_equal(left, right)
    )

    assert decided or (apart and not texts_alone)


@quick
@given(primitives)
def test_a_value_equals_itself_unless_it_is_no_number(value):
    assert loose_equal(value, value) is (value == value)


@quick
@given(st.floats(-1e300, 1e300) | st.just(math.inf) | st.integers(-(2**70), 2**70))
def test_a_number_is_read_back_from_its_string(number):
    read = to_number(to_string(number))

    assert math.isclose(read, number, rel_tol=1e-14, abs_tol=1e-300)


@quick
@given(values, values)
def test_not_is_the_contrary(left, right):
    node = parse("!(a && b) == (!a || !b)")

    assert evaluate_node(node, {"a": left, "b": right}) is True
    assert evaluate_node(parse("!a"), {"a": left}) is not truthy(left)


@quick
@given(values)
def test_json_is_read_back(value):
    text = to_json(value)

    assert to_json(read_json(text)) == text or "E" in text


@quick
@given(noise | st.text(alphabet="[]{},:\"'/*\\u0d8x1eEtrun \n"))
def test_json_is_read_or_refused(text):
    try:
        read_json(text)
    except JsonError as error:
        assert str(error).endswith(".")


@quick
@given(expressions, contexts, st.sampled_from(NAMES))
def test_less_knowledge_never_makes_another_value(expression, values, name):
    known = outcome(expression, values)
    guess = outcome(expression, {**values, name: Unknown(f"no {name}")})

    if isinstance(guess, Unknown):
        assert guess.reason == f"no {name}"
        if guess.truth is not None and not isinstance(known, ExpressionError):
            assert truth_of(known) is guess.truth
    elif isinstance(known, ExpressionError):
        assert isinstance(guess, ExpressionError)
    else:
        assert same(known, guess)


@quick
@given(expressions, contexts, st.sampled_from(NAMES))
def test_what_decides_is_as_true_as_the_whole(expression, values, name):
    node = parse(expression)
    values[name] = Unknown("later")
    try:
        found = explain(node, values, FUNCTIONS)
    except ExpressionError:
        return

    assert found.node in list(walk(node))
    assert all(leaf.text in expression for leaf in found.leaves)
    if not any(isinstance(below, Logical) for below in walk(found.node)):
        part = evaluate_node(found.node, values, FUNCTIONS)
        assert truth_of(part) is truth_of(found.value)
