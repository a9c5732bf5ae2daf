"""Nodes are values, wherever they stand."""

from __future__ import annotations

import pytest

from understudy.text.nodes import Mapping, Scalar, Sequence
from understudy.text.source import Source, Span

SOURCE = Source("x", "a: b\n")
SPAN = SOURCE.span(0, 1)
A = Scalar("a", "a", SPAN)


def test_a_span_may_be_given_as_its_numbers():
    scalar = Scalar("b", "b", (SOURCE, 1, 4, 1, 5))

    assert scalar.span == SOURCE.span(3, 4)
    assert isinstance(scalar.span, Span)
    assert A.span is SPAN


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(A, Scalar("a", "a", SOURCE.span(3, 4), '"', "x"), id="scalar"),
        pytest.param(
            Sequence((A,), SPAN), Sequence((A,), SOURCE.span(1, 2)), id="list"
        ),
        pytest.param(
            Mapping(((A, A),), SPAN),
            Mapping(((A, A),), SOURCE.span(1, 2)),
            id="mapping",
        ),
    ],
)
def test_content_makes_equal_and_place_does_not(one: object, other: object):
    assert one == other
    assert hash(one) == hash(other)
    assert one != "a"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(A, Scalar("b", "b", SPAN), id="scalar"),
        pytest.param(Scalar(3.1, "3.1", SPAN), Scalar(3.1, "3.10", SPAN), id="text"),
        pytest.param(Sequence((), SPAN), Sequence((A,), SPAN), id="list"),
        pytest.param(Mapping((), SPAN), Mapping(((A, A),), SPAN), id="mapping"),
    ],
)
def test_other_content_makes_different(one: object, other: object):
    assert one != other


def test_repr_is_short():
    node = Mapping(((A, Sequence((Scalar(3.1, "3.10", SPAN),), SPAN)),), SPAN)

    text = "Mapping(((Scalar('a', 'a'), Sequence((Scalar(3.1, '3.10'),))),))"
    assert repr(node) == text
    assert node.span is SPAN
    assert node.entries[0][1].span is SPAN
