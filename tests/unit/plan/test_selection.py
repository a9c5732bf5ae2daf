"""Words of a command line choose legs, and what these need comes along."""

from __future__ import annotations

import pytest

from understudy.dialects.base import Ended
from understudy.dialects.github import dialect
from understudy.errors import UsageError
from understudy.plan.planner import resolve
from understudy.plan.selection import nearest, select
from understudy.plan.situation import Situation

CALL = "uses: ./.github/workflows/called.yml"
MATRIX = """
name: Tests
needs: lint
strategy: {matrix: {os: [linux, mac], python: ['3.9', '3.12']}}
"""
MANY = """
needs: lint
strategy: {matrix: '${{ fromJSON(needs.lint.outputs.m) }}'}
"""
TESTS = (
    "ci/tests/linux,3.9",
    "ci/tests/linux,3.12",
    "ci/tests/mac,3.9",
    "ci/tests/mac,3.12",
)


@pytest.fixture
def plan(one):
    """Make a plan with every kind of job."""
    return one(
        lint="outputs: {m: x}",
        tests=MATRIX,
        many=MANY,
        never="if: github.ref == 'x'",
        other=f"{CALL}\nneeds: tests\nwith: {{level: high}}",
    )


CI = (
    "ci/lint",
    *TESTS,
    "ci/many",
    "ci/never",
    "ci/other/inner",
    "ci/other/last",
)
ALL = (*CI, "called/inner", "called/last")


def test_by_default_all_is_chosen(plan):
    found = select(plan)

    assert found.legs == ALL
    assert found.missing == ()


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("ci/tests/mac,3.9", ("ci/tests/mac,3.9",), id="an address"),
        pytest.param("ci/tests", TESTS, id="the address of a job"),
        pytest.param("ci/other", CI[-2:], id="the address of a call"),
        pytest.param("*/mac,*", TESTS[2:], id="a glob"),
        pytest.param(
            "python=3.12", (*TESTS[1::2], "ci/many"), id="a value of the matrix"
        ),
        pytest.param("PYTHON=3.*", (*TESTS, "ci/many"), id="a glob of values"),
        pytest.param("Tests (mac, 3.9)", ("ci/tests/mac,3.9",), id="a name"),
        pytest.param(
            "last", ("ci/other/last", "called/last"), id="the last part of a name"
        ),
        pytest.param("ci/many/x", ("ci/many",), id="a leg that is not known yet"),
        pytest.param("many (x)", ("ci/many",), id="the name of one"),
        pytest.param("ci/never", ("ci/never",), id="a job that does not start"),
    ],
)
def test_legs_are_chosen_by_a_pattern(plan, pattern, expected):
    found = select(plan, leg=[pattern])

    assert found.legs == expected
    assert found.missing == ()


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("tests", TESTS, id="an id"),
        pytest.param("Tests", TESTS, id="a name"),
        pytest.param("ci/te*", TESTS, id="a glob of addresses"),
        pytest.param("other", CI[-2:], id="a call with all its jobs"),
        pytest.param("inner", ("ci/other/inner", "called/inner"), id="a called job"),
    ],
)
def test_jobs_are_chosen_by_a_pattern(plan, pattern, expected):
    assert select(plan, job=[pattern]).legs == expected


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("ci", id="a stem"),
        pytest.param("ci.yml", id="a file"),
        pytest.param("./.github/workflows/ci.yml", id="a path"),
        pytest.param("c?", id="a glob"),
    ],
)
def test_workflows_are_chosen_by_a_pattern(plan, pattern):
    assert select(plan, workflow=[pattern]).legs == CI


def test_the_same_option_adds_and_different_ones_restrict(plan):
    assert select(plan, job=["lint", "never"]).legs == ("ci/lint", "ci/never")
    assert select(plan, job=["tests"], leg=["os=mac"], keywords="not 3.9").legs == (
        "ci/tests/mac,3.12",
    )
    assert select(plan, workflow=["called"], job=["tests"]).legs == ()


def test_keywords_look_at_addresses_and_names(plan):
    assert select(plan, keywords="mac or many").legs == (*TESTS[2:], "ci/many")
    with pytest.raises(UsageError):
        select(plan, keywords="and")


def test_what_a_chosen_leg_needs_comes_along(plan):
    found = select(plan, leg=["ci/other/last"])

    assert found.along == {"ci/lint", "ci/tests", "ci/other/inner"}
    job = plan.job("ci/tests")
    assert all(found.includes(job, leg) for leg in job.legs)


def test_a_leg_that_was_not_chosen_is_not_included(plan):
    lint, tests = plan.job("ci/lint"), plan.job("ci/tests")

    found = select(plan, leg=["ci/lint"])

    assert found.includes(lint, lint.legs[0])
    assert not found.includes(tests, tests.legs[0])


def test_a_leg_that_becomes_known_later_is_measured_then(plan):
    situation = Situation(
        plan.event, ended={"ci/lint": Ended("success", {"m": '{"n": [1, 2]}'})}
    )
    job = resolve(plan.job("ci/many"), situation, dialect)

    def included(**options):
        found = select(plan, **options)
        return [found.includes(job, leg) for leg in job.legs]

    assert included() == [True, True]
    assert included(leg=["n=2"]) == [False, True]
    assert included(leg=["ci/many/1"]) == [True, False]
    assert included(leg=["ci/many"]) == [True, True]
    assert included(job=["lint"]) == [False, False]


def test_patterns_that_match_nothing_are_missing(plan):
    found = select(
        plan, leg=["nothing", "ci/lint"], job=["none", "lint"], workflow=["no", "ci"]
    )

    assert found.missing == ("nothing", "none", "no")


def test_a_job_that_does_not_start_has_no_values(one):
    plan = one(a="if: github.ref == 'x'\nstrategy: {matrix: {n: [1]}}", b="")

    assert select(plan, leg=["n=1"]).missing == ("n=1",)


def test_the_nearest_addresses_come_first(plan):
    assert nearest(plan, "tests/mac,3.9", 1) == ("ci/tests/mac,3.9",)
    assert nearest(plan, "ci/lnt")[0] == "ci/lint"
    assert nearest(plan, "qqqqqqqq") == ()
