from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from understudy.expressions import (
    Named,
    Span,
    Wildcard,
    children,
    parse,
    to_text,
    walk,
)


def test_a_span_has_its_source():
    span = Span("github.ref", 7, 10)

    assert span.source == "ref"
    assert repr(span) == "Span(start=7, end=10)"


def test_walking_goes_over_all_nodes_in_the_order_of_the_text():
    node = parse("f(a.b[1], !c) == d && e || '*'")

    sources = [below.span.source for below in walk(node)]

    assert sources == [
        "f(a.b[1], !c) == d && e || '*'",
        "f(a.b[1], !c) == d && e",
        "f(a.b[1], !c) == d",
        "f(a.b[1], !c)",
        "a.b[1]",
        "a.b",
        "a",
        "b",
        "1",
        "!c",
        "c",
        "d",
        "e",
        "'*'",
    ]


def test_a_leaf_has_nothing_below_it():
    assert [children(parse(leaf)) for leaf in ("1", "a")] == [(), ()]


@pytest.mark.parametrize(
    "expression, text",
    [
        pytest.param("a&&b&&c||d", "((a && b && c) || d)", id="logic"),
        pytest.param("a == b != !c", "((a == b) != !c)", id="comparisons"),
        pytest.param("F( a ,'x' )", "F(a, 'x')", id="a call"),
        pytest.param("a['b'].c['d e'][ 0 ].*", "a.b.c['d e'][0].*", id="an index"),
        pytest.param("a[*][b]", "a.*[b]", id="a wildcard"),
        pytest.param("a[* == 'b']", "a[(* == 'b')]", id="a wildcard as a value"),
        pytest.param("'it''s'", "'it''s'", id="a string"),
        pytest.param("0x10", "16", id="a number"),
        pytest.param("null", "null", id="null"),
        pytest.param("true", "true", id="true"),
        pytest.param("((a))", "a", id="parentheses"),
    ],
)
def test_a_tree_is_written_as_in_the_logs_of_github(expression, text):
    assert to_text(parse(expression)) == text


def test_equal_trees_stand_anywhere():
    assert parse(" a.b ") == parse("a['b']")
    assert parse("a.b") != parse("a.c")
    assert hash(parse("a == 1")) == hash(parse("a  ==  1"))


@pytest.mark.parametrize("source", ["1", "a", "a.b", "a()", "!a", "a == b", "a && b"])
def test_a_tree_cannot_be_changed(source):
    node = parse(source)

    for changed in (node, node.span, Wildcard(node.span)):
        with pytest.raises(FrozenInstanceError):
            changed.span = None


def test_a_node_shows_its_source_in_a_short_line():
    long = "a" * 5000

    assert repr(parse("a == 'b'")) == "<Compare \"a == 'b'\">"
    assert len(repr(parse(long))) < 240
    assert isinstance(parse(long), Named)
