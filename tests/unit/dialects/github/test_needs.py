"""Jobs whose needs never end never start."""

from __future__ import annotations

import pytest

from understudy.dialects.github.jobs import read_jobs
from understudy.dialects.github.needs import check_needs
from understudy.dialects.github.problems import Problems
from understudy.text import yaml
from understudy.text.diagnostic import Diagnostic
from understudy.text.source import Source


def check(needs: dict[str, str]) -> list[Diagnostic]:
    text = "".join(
        f"{id}: {{needs: [{others}], runs-on: x}}\n" for id, others in needs.items()
    )
    node, _ = yaml.load(Source("x.yml", text or "{}"))
    assert node is not None
    problems = Problems()
    check_needs(read_jobs(node, problems), node.span, problems)
    return problems.sorted()


@pytest.mark.parametrize(
    "needs",
    [
        pytest.param({"a": ""}, id="one job"),
        pytest.param({"a": "", "b": "a", "c": "a, b, B"}, id="a graph, in any case"),
        pytest.param({"b": "a", "a": ""}, id="in any order"),
    ],
)
def test_a_graph_without_cycles_is_no_problem(needs: dict[str, str]) -> None:
    assert check(needs) == []


@pytest.mark.parametrize(
    "needs", [pytest.param({}, id="no jobs"), pytest.param({"a": "a"}, id="itself")]
)
def test_one_job_must_be_the_first(needs: dict[str, str]) -> None:
    (problem,) = check(needs)

    assert problem.message == (
        "The workflow must contain at least one job with no dependencies."
    )
    assert (problem.span.line, problem.span.column) == (1, 1)


def test_a_cycle_is_reported_at_every_need_in_it() -> None:
    found = check({"a": "", "b": "a, c", "c": "b"})

    assert [(problem.span.line, problem.message) for problem in found] == [
        (
            2,
            "Job 'b' depends on job 'c' which creates a cycle in the dependency graph.",
        ),
        (
            3,
            "Job 'c' depends on job 'b' which creates a cycle in the dependency graph.",
        ),
    ]


def test_an_unknown_need_is_reported_with_a_known_one() -> None:
    (problem,) = check({"build": "", "test": "biuld"})

    assert problem.message == "Job 'test' depends on unknown job 'biuld'."
    assert problem.help == "did you mean `build`?"
