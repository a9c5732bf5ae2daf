"""Pipes are found wherever a script can have them, with what is on their sides."""

from __future__ import annotations

import pytest

from understudy.dialects.github.pipes import pipelines


def sides(script: str) -> list[list[str]]:
    """Return the text of every stage of every pipeline."""
    return [
        [script[stage.start : stage.end] for stage in pipeline.stages]
        for pipeline in pipelines(script)
    ]


@pytest.mark.parametrize(
    "script, expected",
    [
        pytest.param("a b | c d", [["a b", "c d"]], id="a pipe"),
        pytest.param("a |& b | c", [["a", "b", "c"]], id="two pipes"),
        pytest.param("a || b && c; d & e", [], id="no pipe"),
        pytest.param("a |\n\n b", [["a", "b"]], id="over lines"),
        pytest.param("a 2>&1 | b > c", [["a", "b"]], id="redirected"),
        pytest.param("a | b; c | d", [["a", "b"], ["c", "d"]], id="one after another"),
        pytest.param("a & b | c", [["b", "c"]], id="in front of it another command"),
        pytest.param("(a; b) | c", [["(a; b)", "c"]], id="a subshell"),
        pytest.param("{ a; b; } 2>&1 | c", [["{ a; b; }", "c"]], id="a group"),
        pytest.param("(a | b) | c", [["a", "b"], ["(a | b)", "c"]], id="nested"),
        pytest.param(
            "if a | b; then c | d; else e | f; fi",
            [["a", "b"], ["c", "d"], ["e", "f"]],
            id="a condition",
        ),
        pytest.param(
            "if ! a; then b; fi | c",
            [["if ! a; then b; fi", "c"]],
            id="of a whole condition",
        ),
        pytest.param("for x in a|b; do c | d; done", [["c", "d"]], id="a loop"),
        pytest.param("for x\ndo c | d; done", [["c", "d"]], id="a loop over arguments"),
        pytest.param(
            "while a; do b | c; done | d",
            [["b", "c"], ["while a; do b | c; done", "d"]],
            id="of a loop",
        ),
        pytest.param(
            "case x in a|b) c | d;; (e) f|g;& h) ;; esac | i",
            [
                ["c", "d"],
                ["f", "g"],
                ["case x in a|b) c | d;; (e) f|g;& h) ;; esac", "i"],
            ],
            id="cases",
        ),
        pytest.param(
            "f() { a | b; }\nc | d", [["a", "b"], ["c", "d"]], id="a function"
        ),
        pytest.param("function f { a | b; }", [["a", "b"]], id="another function"),
        pytest.param("[[ a | b || c ]] && d | e", [["d", "e"]], id="a test"),
        pytest.param("time a | b", [["a", "b"]], id="timed"),
        pytest.param("A=1 b | c", [["A=1 b", "c"]], id="with a variable"),
        pytest.param("a | b |", [["a", "b"]], id="a pipe to nowhere"),
        pytest.param("a ) | b } | fi", [], id="nonsense"),
        pytest.param("case x in", [], id="a case that does not end"),
        pytest.param("case x in esac\na | b", [["a", "b"]], id="no cases"),
    ],
)
def test_pipes_are_found(script: str, expected: list[list[str]]) -> None:
    assert sides(script) == expected


def test_a_stage_has_all_commands_in_it() -> None:
    (pipeline,) = pipelines("{ A=1 B+=2 a x; if b; then c; fi; } | d")

    assert pipeline.stages[0].commands == (("a", "x"), ("b",), ("c",))
    assert pipeline.stages[1].commands == (("d",),)


@pytest.mark.parametrize(
    "script, expected",
    [
        pytest.param("set -o pipefail\na | b", True, id="set before"),
        pytest.param("set -euxo pipefail; a | b", True, id="among others"),
        pytest.param("shopt -so pipefail; a | b", True, id="the other way"),
        pytest.param("a | b\nset -o pipefail", False, id="set after"),
        pytest.param("set -o pipefail\nset +o pipefail\na | b", False, id="and unset"),
        pytest.param("echo set -o pipefail\na | b", False, id="only said"),
        pytest.param("set -e\na | b", False, id="something else is set"),
    ],
)
def test_a_script_may_set_pipefail(script: str, expected: bool) -> None:
    (pipeline,) = pipelines(script)

    assert pipeline.is_strict is expected


@pytest.mark.parametrize(
    "script, expected",
    [
        pytest.param("a | b || true", True, id="true"),
        pytest.param("a | b || :", True, id="a colon"),
        pytest.param("a | b ||\n true", True, id="on the next line"),
        pytest.param("a | b || exit 1", False, id="another failure"),
        pytest.param("a | b\ntrue", False, id="whatever happens"),
        pytest.param("a | b && true", False, id="on success"),
    ],
)
def test_a_failure_may_be_forgiven(script: str, expected: bool) -> None:
    (pipeline,) = pipelines(script)

    assert pipeline.is_forgiven is expected
