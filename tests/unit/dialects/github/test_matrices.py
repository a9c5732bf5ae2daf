"""A matrix that can make no leg is a problem before anything runs."""

from __future__ import annotations

import pytest

from understudy.dialects.github.matrices import check_matrix
from understudy.dialects.github.problems import Problems
from understudy.text import yaml
from understudy.text.source import Source


def found(text: str) -> list[tuple[int, int, str]]:
    node, _ = yaml.load(Source("x.yml", text))
    assert node is not None
    problems = Problems()
    check_matrix(node, problems)
    return [
        (problem.span.line, problem.span.column, problem.message)
        for problem in problems.sorted()
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("fail-fast: true", id="no matrix"),
        pytest.param("matrix: ${{ a }}", id="computed"),
        pytest.param("matrix: {os: [a]}", id="a vector"),
        pytest.param("matrix: {os: '${{ a }}'}", id="a computed vector"),
        pytest.param("matrix: {'${{ a }}': [b]}", id="a computed key"),
        pytest.param("matrix: {include: [{a: b}]}", id="legs of its own"),
        pytest.param("matrix: {include: '${{ a }}'}", id="computed legs"),
        pytest.param("matrix: {os: [a], exclude: [{OS: a}]}", id="a key in any case"),
        pytest.param(
            "fail-fast: ${{ a }}\nmatrix: {os: [a], exclude: [{x: a}]}",
            id="not built yet",
        ),
    ],
)
def test_a_matrix_that_can_make_legs_is_no_problem(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            "matrix: {os: []}",
            (1, 14, "Matrix vector 'os' does not contain any values"),
            id="an empty vector",
        ),
        pytest.param(
            "matrix: {}", (1, 9, "Matrix must define at least one vector"), id="nothing"
        ),
        pytest.param(
            "matrix: {include: []}",
            (1, 9, "Matrix must define at least one vector"),
            id="nothing included",
        ),
        pytest.param(
            "matrix: {os: [a], include: [{}]}",
            (1, 29, "Matrix include mapping does not contain any values"),
            id="an empty leg",
        ),
        pytest.param(
            "matrix: {os: [a], exclude: [{}]}",
            (1, 29, "Matrix exclude filter must not be empty"),
            id="an empty filter",
        ),
        pytest.param(
            "matrix: {os: [a], exclude: [{oss: a}]}",
            (
                1,
                30,
                "Matrix exclude key 'oss' does not match any key within the matrix",
            ),
            id="a filter by what is not there",
        ),
    ],
)
def test_any_other_matrix_is_one(text: str, problem: tuple[int, int, str]) -> None:
    assert found(text) == [problem]
