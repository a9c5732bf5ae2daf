"""What an expression reads is named as far as it can be."""

from __future__ import annotations

import pytest

from understudy.dialects.github.references import references
from understudy.expressions import parse


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        pytest.param("github", ["github"], id="a context"),
        pytest.param("needs.a.outputs['b']", ["needs.a.outputs.b"], id="a path"),
        pytest.param("steps.*.outputs", ["steps"], id="up to a wildcard"),
        pytest.param("matrix[0].b", ["matrix"], id="up to a number"),
        pytest.param(
            "env[matrix.key].c", ["env", "matrix.key"], id="up to what is computed"
        ),
        pytest.param(
            "fromJSON(needs.a.outputs.b).c && !inputs.d == '1'",
            ["needs.a.outputs.b", "inputs.d"],
            id="below anything",
        ),
        pytest.param("'github.ref'", [], id="not in strings"),
    ],
)
def test_references_are_paths_from_a_context(expression: str, names: list[str]) -> None:
    found = references(parse(expression))

    assert [".".join(reference.names) for reference in found] == names


def test_every_name_has_a_place() -> None:
    text = "a && needs.b['c']"

    _, found = references(parse(text))

    assert [text[found.start : end] for end in found.ends] == [
        "needs",
        "needs.b",
        "needs.b['c']",
    ]


@pytest.mark.parametrize(
    ("expression", "fallbacks"),
    [
        pytest.param("matrix.a || 'x'", [True], id="another value"),
        pytest.param("'x' || matrix.a", [False], id="is the other value"),
        pytest.param("matrix.a && 'x'", [False], id="and is not or"),
        pytest.param("f(matrix.a || 'x')", [True], id="in a call"),
        pytest.param("f(matrix.a) || 'x'", [False], id="of a call"),
    ],
)
def test_a_fallback_is_known(expression: str, fallbacks: list[bool]) -> None:
    found = references(parse(expression))

    assert [reference.has_fallback for reference in found] == fallbacks
