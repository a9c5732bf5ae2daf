"""Holes are read with the contexts of their place, all of their faults at once."""

from __future__ import annotations

import pytest

from understudy.dialects.github.holes import Register, holes, tree
from understudy.expressions import ExpressionError
from understudy.text import yaml
from understudy.text.source import Source

CONTEXTS = ("github", "matrix", "hashFiles(1,255)", "success(0,MAX)")


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        pytest.param("${{ github.ref }}", "github.ref", id="one hole is itself"),
        pytest.param(
            "py-${{ matrix.python }}",
            "format('py-{0}', matrix.python)",
            id="text around a hole is a format",
        ),
        pytest.param(
            "{it's} ${{ github.ref }}-${{ matrix.os }}",
            "format('{{it''s}} {0}-{1}', github.ref, matrix.os)",
            id="braces and quotes are escaped",
        ),
    ],
)
def test_a_text_is_one_expression(text: str, expression: str) -> None:
    assert holes(text, CONTEXTS).expression == expression


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("${{ github.ref }}", id="one hole"),
        pytest.param("a ${{ github.ref }} b ${{ matrix.os }}", id="several"),
        pytest.param("${{ github.ref }}${{ (matrix.os) }}", id="side by side"),
        pytest.param("'{' ${{ 'x' }} ${{ matrix.os }}", id="quotes and braces"),
    ],
)
def test_trees_know_their_place_in_the_text(text: str) -> None:
    for offset, node in holes(text, CONTEXTS).trees:
        start, end = node.span.start + offset, node.span.end + offset

        assert text[start:end] == node.span.source


def test_a_string_in_a_hole_is_a_literal() -> None:
    found = holes("${{ 'it''s ${{ }}' }}", CONTEXTS)

    assert (found.literal, found.expression) == ("it's ${{ }}", None)


def test_an_insert_is_neither() -> None:
    found = holes("${{ insert }}", CONTEXTS)

    assert found.is_insert
    assert (found.literal, found.expression, found.trees) == (None, None, ())


def test_every_broken_hole_is_a_fault_at_its_place() -> None:
    text = "${{ secrets.a }} ${{ github.ref }} ${{ matrix. }}"

    faults = holes(text, CONTEXTS).faults

    assert [text[fault.offset :][: fault.length] for fault in faults] == [
        "secrets",
        ".",
    ]


def test_a_hole_that_is_not_closed_is_the_last_fault() -> None:
    faults = holes("${{ secrets.a }} ${{ github.ref", CONTEXTS).faults

    assert [fault.message.split(".")[0] for fault in faults] == [
        "Unrecognized named-value: 'secrets'",
        "The expression is not closed",
    ]


def test_a_text_too_long_as_a_whole_is_a_fault_of_the_whole() -> None:
    text = "x" * 21_000 + "${{ github.ref }}"

    (fault,) = holes(text, CONTEXTS).faults

    assert fault.message == "Exceeded max expression length 21000"


def test_functions_have_as_many_arguments_as_their_place_allows() -> None:
    tree("success('a', 'b', 'c')", CONTEXTS)

    with pytest.raises(ExpressionError, match="Too few parameters supplied"):
        tree("hashFiles()", CONTEXTS)
    with pytest.raises(ExpressionError, match="Unrecognized function"):
        tree("always()", CONTEXTS)


def test_a_register_knows_what_each_collection_holds() -> None:
    node, _ = yaml.load(Source("x", "a: [1, 2]\nb: [3]\n"))
    assert isinstance(node, yaml.Mapping)
    (_, first), (_, second) = node.entries
    assert isinstance(first, yaml.Sequence) and isinstance(second, yaml.Sequence)
    found = holes("${{ github.ref }}", CONTEXTS)
    register = Register()

    for item in first.items:
        register.add(item, found)  # type: ignore[arg-type]
    register.close(first, 0)
    register.close(second, 2)
    register.close(node, 0)

    assert [item for item, _ in register.within(first)] == list(first.items)
    assert register.within(second) == []
    assert len(register.within(node, without=second)) == len(register) == 2
    assert register.within(node, without=first) == []
