from __future__ import annotations

import copy
import pickle

import pytest

from understudy.expressions import ExpressionError


def test_an_error_shows_nothing_but_its_message():
    error = ExpressionError("parsing", "Unexpected symbol: 'x'", 3, 1)

    assert str(error) == "Unexpected symbol: 'x'"
    assert (error.kind, error.offset, error.length) == ("parsing", 3, 1)


def test_an_error_moves_with_its_expression():
    error = ExpressionError("lexing", "Unexpected symbol: 'x'", 3, 1)

    moved = error.shifted(10)

    assert str(moved) == str(error)
    assert (moved.kind, moved.offset, moved.length) == ("lexing", 13, 1)


@pytest.mark.parametrize(
    "duplicate",
    [
        pytest.param(lambda error: pickle.loads(pickle.dumps(error)), id="pickle"),
        pytest.param(copy.copy, id="copy"),
    ],
)
def test_an_error_survives_a_trip_between_processes(duplicate):
    error = duplicate(ExpressionError("evaluation", "no", 1, 2))

    assert vars(error) == vars(ExpressionError("evaluation", "no", 1, 2))
