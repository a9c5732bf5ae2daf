from __future__ import annotations

import pytest

from understudy.expressions import ExpressionError, Leaf, Unknown, explain, parse

CONTEXTS = {
    "github": {"event_name": "pull_request", "ref": "refs/pull/1/merge", "n": 1},
    "matrix": {"os": "linux", "refs/pull/1/merge": "found"},
    "needs": {"build": {"result": Unknown("`build` has not run")}},
}
FUNCTIONS = {"success": lambda *ids: False, "always": lambda: True}


@pytest.mark.parametrize(
    "condition, part, leaves",
    [
        pytest.param(
            "github.event_name == 'pull_request' && github.ref == 'refs/heads/main'",
            "github.ref == 'refs/heads/main'",
            [("github.ref", "refs/pull/1/merge")],
            id="the first operand that is false",
        ),
        pytest.param(
            "github.event_name == 'push' || github.ref == 'refs/heads/main'",
            "github.event_name == 'push' || github.ref == 'refs/heads/main'",
            [
                ("github.event_name", "pull_request"),
                ("github.ref", "refs/pull/1/merge"),
            ],
            id="all operands that are false",
        ),
        pytest.param(
            "always() && (matrix.os == 'macos' || github.n > 1)",
            "matrix.os == 'macos' || github.n > 1",
            [("matrix.os", "linux"), ("github.n", 1.0)],
            id="a logic in a logic",
        ),
        pytest.param(
            "github.n == 2 || matrix.os && always()",
            "matrix.os && always()",
            [("matrix.os", "linux"), ("always()", True)],
            id="the operand that is true",
        ),
        pytest.param("!always()", "!always()", [("always()", True)], id="the contrary"),
        pytest.param(
            "success('a') && github.n",
            "success('a')",
            [("success('a')", False)],
            id="a function of the run",
        ),
        pytest.param(
            "contains(matrix.os, format('{0}', github.n))",
            "contains(matrix.os, format('{0}', github.n))",
            [("matrix.os", "linux"), ("github.n", 1.0)],
            id="pure functions are looked into",
        ),
        pytest.param(
            "matrix[github.ref] == 'found' && matrix == null",
            "matrix == null",
            [("matrix", CONTEXTS["matrix"])],
            id="a whole context",
        ),
        pytest.param(
            "matrix[github.ref] != 'found'",
            "matrix[github.ref] != 'found'",
            [("matrix[github.ref]", "found"), ("github.ref", "refs/pull/1/merge")],
            id="what is in brackets",
        ),
        pytest.param(
            "fromJSON(toJSON(github)).n == 2",
            "fromJSON(toJSON(github)).n == 2",
            [("fromJSON(toJSON(github)).n", 1.0), ("github", CONTEXTS["github"])],
            id="what an index looks into",
        ),
        pytest.param(
            "github.n == 2 && github.n == 3 || github.n == 4",
            "github.n == 2 && github.n == 3 || github.n == 4",
            [("github.n", 1.0)],
            id="each leaf once",
        ),
        pytest.param(
            "startsWith(github, matrix.os)",
            "startsWith(github, matrix.os)",
            [("github", CONTEXTS["github"])],
            id="only what was evaluated",
        ),
        pytest.param("false", "false", [], id="no leaf at all"),
        pytest.param(
            "github.n && needs.build.result == 'success' && matrix.os",
            "needs.build.result == 'success'",
            [("needs.build.result", Unknown("`build` has not run"))],
            id="the operand that is unknown",
        ),
        pytest.param(
            "needs.build.result == 'success' && github.n == 2",
            "github.n == 2",
            [("github.n", 1.0)],
            id="false behind an unknown operand",
        ),
    ],
)
def test_the_smallest_part_that_decides_is_named(condition, part, leaves):
    found = explain(parse(condition), CONTEXTS, FUNCTIONS)

    assert found.node.span.source == part
    assert list(found.leaves) == leaves


def test_an_explanation_has_the_value_and_the_place():
    found = explain(parse("github.n && github.n == 2"), CONTEXTS)

    assert found.value is False
    assert (found.node.span.start, found.node.span.end) == (12, 25)
    assert found.leaves == (Leaf("github.n", 1.0),)


def test_what_cannot_be_evaluated_is_not_explained():
    with pytest.raises(ExpressionError, match="^Error parsing fromJson"):
        explain(parse("fromJSON(github.ref)"), CONTEXTS)
