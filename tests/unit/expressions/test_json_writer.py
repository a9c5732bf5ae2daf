from __future__ import annotations

import json
import math

import pytest

from understudy.expressions import Unknown, to_json


@pytest.mark.parametrize(
    "value, text",
    [
        pytest.param(None, "null", id="null"),
        pytest.param(True, "true", id="true"),
        pytest.param(1, "1", id="an int"),
        pytest.param(-0.0, "0", id="zero"),
        pytest.param(1e20, "1E+20", id="an exponent"),
        pytest.param(math.nan, "NaN", id="not a number"),
        pytest.param(math.inf, "Infinity", id="infinity"),
        pytest.param("é☃😀", '"é☃😀"', id="letters stay as they are"),
        pytest.param("\"\\/'", '"\\"\\\\/\'"', id="quotes"),
        pytest.param("\b\f\n\r\t", '"\\b\\f\\n\\r\\t"', id="short escapes"),
        pytest.param("\x00\x1f\x7f", '"\\u0000\\u001f\x7f"', id="control characters"),
        pytest.param("\x85\u2028\u2029", '"\\u0085\\u2028\\u2029"', id="ends of lines"),
        pytest.param([], "[]", id="an empty list"),
        pytest.param((), "[]", id="an empty tuple"),
        pytest.param({}, "{}", id="an empty dictionary"),
        pytest.param(object(), "{}", id="anything else"),
        pytest.param([1, []], "[\n  1,\n  []\n]", id="a list"),
        pytest.param(
            {"b": {"c": (1,)}, "a": {}, 3: None},
            '{\n  "b": {\n    "c": [\n      1\n    ]\n  },\n  "a": {},\n  "3": null\n}',
            id="dictionaries",
        ),
        pytest.param({'"': 1}, '{\n  "\\"": 1\n}', id="a key with a quote"),
    ],
)
def test_a_value_is_written_as_github_writes_it(value, text):
    assert to_json(value) == text


def test_the_first_unknown_value_makes_the_whole_unknown():
    value = {"a": 1, "b": [Unknown("first")], "c": Unknown("second")}

    assert to_json(value) == Unknown("first")


def test_depth_does_not_matter():
    value: object = "x"
    for _ in range(2000):
        value = [value]

    text = to_json(value)

    assert isinstance(text, str)
    assert text.count("[") == 2000
    assert text.splitlines()[2000] == " " * 4000 + '"x"'


def test_every_piece_is_counted():
    pieces = []

    text = to_json({"a": [1, 2]}, lambda piece: pieces.append(piece) or piece)

    assert "".join(pieces) == text
    assert json.loads(text) == {"a": [1, 2]}
