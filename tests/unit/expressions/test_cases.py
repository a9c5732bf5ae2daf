"""Tables of expressions: their values, and what GitHub says about broken ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from understudy.expressions import ExpressionError, evaluate

CONTEXTS = {
    "github": {
        "ref": "refs/heads/main",
        "ref_name": "main",
        "event": {
            "commits": [
                {"id": "a", "files": ["one.py"]},
                {"id": "b", "files": ["two.py", "three.py"]},
            ]
        },
    },
    "matrix": {
        "python": 3.11,
        "list": ["one", 2, None, True],
        "": "the empty key",
        "1": "the key 1",
        "true": "the key true",
    },
    "nothing": None,
}


def rows(name):
    tables = json.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return [
        pytest.param(group, *row, id=f"{group}: {row[0]}")
        for group, table in tables.items()
        for row in table
    ]


@pytest.mark.parametrize("group, expression, expected", rows("cases.json"))
def test_an_expression_has_its_value(group, expression, expected):
    value = evaluate(expression, CONTEXTS)

    assert value == expected
    assert isinstance(value, bool) == isinstance(expected, bool)


@pytest.mark.parametrize("kind, expression, message, position", rows("errors.json"))
def test_a_broken_expression_is_blamed_where_it_breaks(
    kind, expression, message, position
):
    place = f"Located at position {position} within expression: {expression}"

    with pytest.raises(ExpressionError) as caught:
        evaluate(expression, {"a": None})

    error = caught.value
    assert (error.kind, str(error)) == (kind, f"{message}. {place}")
    symbol = expression[error.offset : error.offset + error.length]
    assert message.endswith(f": '{symbol}'")
