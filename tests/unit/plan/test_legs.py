"""A job has one leg for each combination of its matrix, each with its own address."""

from __future__ import annotations

from understudy.dialects.base import Strategy
from understudy.dialects.github import dialect
from understudy.expressions import Unknown
from understudy.plan.legs import Legs, multiply
from understudy.plan.planner import leg_contexts
from understudy.plan.situation import Situation


def multiplied(plan, strategy, address="ci/a"):
    job = plan.job(address)
    situation = Situation(plan.event)
    seen = leg_contexts(job, plan.job("ci/z").legs[0], situation, dialect)
    return multiply(job, strategy, seen, dialect)


def test_without_a_matrix_there_is_one_leg(one):
    plan = one(a="runs-on: [self-hosted, linux]", z="")

    found = multiplied(plan, Strategy())

    [(leg, seen)] = found.legs
    assert (leg.address, leg.name, leg.labels) == (
        "ci/a",
        "a",
        ("self-hosted", "linux"),
    )
    assert (leg.matrix, leg.index, leg.total) == ({}, 0, 1)
    assert seen.values["matrix"] is None


def test_each_combination_is_a_leg_of_its_own(one):
    plan = one(
        a="name: T\ntimeout-minutes: 5\nenvironment: e\ncontinue-on-error: true", z=""
    )

    found = multiplied(
        plan, Strategy({"n": [1.0, 2.0], "include": [{"n": 2.0, "x": "y"}]})
    )

    legs = [leg for leg, _ in found.legs]
    assert [
        (leg.address, leg.name, leg.matrix, leg.index, leg.total) for leg in legs
    ] == [
        ("ci/a/1", "T (1)", {"n": 1.0}, 0, 2),
        ("ci/a/2", "T (2)", {"n": 2.0, "x": "y"}, 1, 2),
    ]
    assert {
        (leg.timeout_minutes, leg.environment, leg.continue_on_error) for leg in legs
    } == {(5, "e", True)}


def test_a_matrix_with_everything_excluded_leaves_one_leg(one):
    plan = one(a="", z="")

    found = multiplied(plan, Strategy({"n": [1.0], "exclude": [{"n": 1.0}]}))

    assert [(leg.address, leg.matrix) for leg, _ in found.legs] == [("ci/a", {})]


def test_a_leg_takes_over_why_its_job_may_not_start(one):
    plan = one(first="", a="needs: first\nif: needs.first.outputs.x", z="")

    [(leg, _)] = multiplied(plan, Strategy()).legs

    assert (leg.starts, leg.reason) == (
        plan.job("ci/a").starts,
        plan.job("ci/a").reason,
    )


def test_a_matrix_that_is_not_known_has_no_legs(one):
    plan = one(a="", z="")

    assert multiplied(plan, Strategy(Unknown("later"))) == Legs(unknown="later")


def test_what_is_wrong_is_said(one):
    plan = one(a="continue-on-error: ${{ github.ref }}", z="")

    assert multiplied(plan, Strategy(error="no")) == Legs(error="no")
    empty = multiplied(plan, Strategy({"n": []})).error
    assert empty is not None
    assert empty.startswith("Error when evaluating 'strategy' for job 'a'.")
    odd = multiplied(plan, Strategy()).error
    assert odd is not None
    assert odd.startswith("Error when evaluating 'continue-on-error' for job 'a'.")
