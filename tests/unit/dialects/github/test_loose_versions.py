"""A version without quotes may be a number, and another version."""

from __future__ import annotations

import pytest

from understudy.dialects.github.reader import read
from understudy.text.diagnostic import Authority, Edit, Severity
from understudy.text.source import Source

STEPS = "    runs-on: x\n    steps:\n      - run: x\n"


def found(text: str) -> list[tuple[int, int, str]]:
    pipeline = read([Source(".github/workflows/ci.yml", text)])
    assert not pipeline.workflows[0].broken
    return [
        (found.span.line, found.span.column, found.message)
        for found in pipeline.diagnostics
        if found.id == "unquoted-version"
    ]


def in_matrix(matrix: str) -> str:
    return f"on: push\njobs:\n  a:\n    strategy:\n      matrix: {matrix}\n{STEPS}"


def test_a_lost_zero_is_shown_with_a_way_out() -> None:
    source = Source("ci.yml", in_matrix("{python-version: [3.9, 3.10]}"))

    (problem,) = read([source]).diagnostics

    assert problem.severity is Severity.WARNING
    assert problem.authority is Authority.UNDERSTUDY
    assert problem.message == (
        "`python-version` is 3.1 here, not 3.10: without quotes it is a number"
    )
    assert str(problem.span) == "ci.yml:5:38"
    assert problem.help == 'write "3.10"'
    (fix,) = problem.fixes
    assert fix.edits == (Edit(problem.span, '"3.10"'),)
    assert not fix.safe


@pytest.mark.parametrize(
    "matrix, expected",
    [
        pytest.param("{v: [3.10]}", True, id="any vector"),
        pytest.param("{v: [1.0]}", True, id="the only digit"),
        pytest.param("{v: [08]}", True, id="a zero in front"),
        pytest.param("{v: [{python: 3.10}]}", True, id="nested"),
        pytest.param("{v: [1], include: [{python: 3.10}]}", True, id="included"),
        pytest.param("{v: ['3.9'], include: [{v: 3.10}]}", True, id="added by it"),
        pytest.param("{v: ['3.10'], include: [{v: 3.10, w: 1}]}", False, id="matched"),
        pytest.param("{v: ['3.10', 4], exclude: [{v: 3.10}]}", False, id="excluded"),
        pytest.param("{v: ['3.10', \"3.20\"]}", False, id="quoted"),
        pytest.param("{v: [3.9, 3.11, 10, 3.101]}", False, id="nothing to lose"),
        pytest.param("{v: [3.10.1, 3.10-dev]}", False, id="no numbers"),
        pytest.param("{v: [1e3, 0x10, true, ~]}", False, id="no versions"),
        pytest.param("{timeout: [0.50]}", False, id="an amount"),
        pytest.param("${{ fromJSON('[3.10]') }}", False, id="computed"),
    ],
)
def test_matrices_are_looked_at(matrix: str, expected: bool) -> None:
    assert bool(found(in_matrix(matrix))) is expected


@pytest.mark.parametrize(
    "name, expected",
    [
        ("python-version", True),
        ("PYTHON_VERSION", True),
        ("python", True),
        ("node-version", True),
        ("NODE", True),
        ("pyver", False),
        ("happy", False),
        ("version-timeout", False),
        ("retries", False),
    ],
)
def test_texts_are_versions_by_their_names(name: str, expected: bool) -> None:
    text = (
        "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n"
        f"      - uses: o/r@v1\n        with:\n          {name}: 3.10\n"
    )

    assert bool(found(text)) is expected


@pytest.mark.parametrize(
    "text, line",
    [
        pytest.param(
            "on: push\nenv:\n  PYTHON: 3.10\njobs:\n  a:\n" + STEPS, 3, id="workflow"
        ),
        pytest.param(
            "on: push\njobs:\n  a:\n    env:\n      PYTHON: 3.10\n" + STEPS,
            5,
            id="variables of a job",
        ),
        pytest.param(
            f"on: push\njobs:\n  a:\n{STEPS}        env:\n          PYTHON: 3.10\n",
            8,
            id="variables of a step",
        ),
        pytest.param(
            "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - parallel:\n"
            "          - run: x\n            env: {PYTHON: 3.10}\n",
            8,
            id="variables of a step in a group",
        ),
        pytest.param(
            "on: push\njobs:\n  a:\n    uses: o/r/.github/workflows/x.yml@v1\n"
            "    with:\n      python: 3.10\n",
            6,
            id="inputs of a call",
        ),
        pytest.param(
            "on:\n  workflow_dispatch:\n    inputs:\n      x:\n        default: 3.10\n"
            f"jobs:\n  a:\n{STEPS}",
            5,
            id="defaults",
        ),
    ],
)
def test_versions_may_stand_in_many_places(text: str, line: int) -> None:
    assert [place[0] for place in found(text)] == [line]


def test_a_number_is_a_number_where_one_is_wanted() -> None:
    text = (
        "on:\n  workflow_dispatch:\n    inputs:\n"
        "      x: {type: number, default: 3.10}\n      y: {type: string}\n"
        f"jobs:\n  a:\n{STEPS}"
    )

    assert found(text) == []
