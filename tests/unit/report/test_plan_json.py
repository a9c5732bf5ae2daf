"""A plan as JSON keeps the contract that other tools read."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from understudy.report.plan_json import images, to_json


def job(found, id):
    return next(job for job in found["workflows"][0]["jobs"] if job["id"] == id)


def test_a_plan_has_its_event_workflows_and_diagnostics(planned, push, files):
    event = replace(push, dirty=("a.py",), untracked=("b",), assumed=("the actor",))
    plan = planned({**files, "broken.yml": "on: push\njobs: {}"}, event)

    found = to_json(plan)

    assert found["schema"] == 1
    assert found["event"] == {
        "kind": "push",
        "ref": "refs/heads/main",
        "sha": "f" * 40,
        "base": None,
        "dirty": True,
        "untracked": ["b"],
        "repository": "octo/mathkit",
        "assumed": ["the actor"],
    }
    assert [
        {key: one[key] for key in ("path", "name", "starts", "reason")}
        for one in found["workflows"][:2]
    ] == [
        {
            "path": ".github/workflows/ci.yml",
            "name": "CI",
            "starts": "yes",
            "reason": None,
        },
        {
            "path": ".github/workflows/release.yml",
            "name": ".github/workflows/release.yml",
            "starts": "no",
            "reason": {
                "code": "branches",
                "text": "only `tags` in `push`, and this is a branch",
                "expression": None,
            },
        },
    ]
    assert {one["path"] for one in found["diagnostics"]} == {
        ".github/workflows/broken.yml"
    }
    assert json.loads(json.dumps(found)) == found


def test_without_an_event_there_is_none(planned, files):
    found = to_json(planned(files, None))

    assert found["event"] is None
    assert job(found, "lint")["starts"] == "unknown"


def test_a_job_is_complete(plan, players):
    found = job(to_json(plan, players), "tests")

    legs, steps = found.pop("legs"), found.pop("steps")
    assert found == {
        "id": "tests",
        "name": "tests",
        "line": 6,
        "column": 3,
        "needs": ["lint"],
        "if": "success()",
        "starts": "yes",
        "reason": None,
        "calls": None,
        "permissions": {"contents": "read", "packages": "read"},
        "environment": None,
        "concurrency": "tests-${{ matrix.os }}",
        "services": [
            {
                "name": "db",
                "image": "postgres:16",
                "fidelity": "emulated",
                "by": "PostgreSQL 16",
            },
            {"name": "cache", "image": "redis", "fidelity": "none", "by": None},
        ],
    }
    assert steps == [
        {
            "id": "__run",
            "name": "Test",
            "kind": "run",
            "if": "success()",
            "uses": None,
            "fidelity": "real",
            "line": 13,
            "column": 9,
        },
        {
            "id": "__actions_checkout",
            "name": None,
            "kind": "uses",
            "if": "always()",
            "uses": "actions/checkout@v4",
            "fidelity": "emulated",
            "line": 15,
            "column": 9,
        },
    ]
    assert [leg["address"] for leg in legs] == [
        "ci/tests/ubuntu,3",
        "ci/tests/ubuntu,3.12",
        "ci/tests/windows,3",
        "ci/tests/windows,3.12",
    ]
    assert all(leg.pop("steps") == steps for leg in legs)
    assert legs[0] == {
        "address": "ci/tests/ubuntu,3",
        "name": "tests (ubuntu, 3)",
        "matrix": {"os": "ubuntu", "python": 3},
        "runs_on": ["ubuntu"],
        "verdict": None,
        "reason": None,
    }
    assert legs[2]["verdict"] == "not rehearsed"
    assert legs[2]["reason"] == {
        "code": "platform",
        "text": "Windows",
        "expression": None,
    }


def test_a_call_holds_the_jobs_that_it_calls(plan):
    calls = job(to_json(plan), "release")["calls"]

    assert calls["uses"] == "./.github/workflows/release.yml"
    assert [(one["id"], one["starts"]) for one in calls["jobs"]] == [
        ("build", "yes"),
        ("publish", "no"),
    ]


def test_a_step_that_waits_has_no_condition(one):
    plan = one(a="steps: [{id: b, run: x, background: true}, {wait: b}]\n#")

    waiting = to_json(plan)["workflows"][0]["jobs"][0]["steps"][1]

    assert (waiting["kind"], waiting["if"]) == ("wait", None)


@pytest.mark.parametrize(
    ("text", "environment", "concurrency"),
    [
        pytest.param("", None, None, id="none"),
        pytest.param("environment: a\nconcurrency: b", "a", "b", id="by name"),
        pytest.param(
            "environment: {name: a, url: u}\nconcurrency: {group: b}",
            "a",
            "b",
            id="with all their keys",
        ),
        pytest.param(
            "strategy: {matrix: {n: [1, 2]}}\nenvironment: 'e${{ matrix.n }}'\n"
            "concurrency: {group: 'c${{ matrix.n }}'}",
            "e${{ matrix.n }}",
            "c${{ matrix.n }}",
            id="as written where legs differ",
        ),
        pytest.param(
            "strategy: {matrix: {n: [1, 2]}}\nenvironment: 'e${{ vars.x }}'",
            "e",
            None,
            id="filled where they do not",
        ),
        pytest.param("environment: {name: [a]}", None, None, id="nothing sensible"),
    ],
)
def test_names_of_environments_and_groups(one, text, environment, concurrency):
    found = to_json(one(a=text, b=""))["workflows"][0]["jobs"][0]

    assert (found["environment"], found["concurrency"]) == (environment, concurrency)


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        pytest.param("{n: [3]}", {"n": 3}, id="a whole number"),
        pytest.param("{n: [3.5]}", {"n": 3.5}, id="a fraction"),
        pytest.param(
            "{n: [{a: [1, x]}]}", {"n": {"a": [1, "x"]}}, id="numbers deep inside"
        ),
        pytest.param("{n: ['3.10', true]}", {"n": "3.10"}, id="a text"),
    ],
)
def test_values_of_a_matrix_are_as_written(one, matrix, expected):
    plan = one(a=f"strategy: {{matrix: {matrix}}}")

    leg = to_json(plan)["workflows"][0]["jobs"][0]["legs"][0]

    assert leg["matrix"] == expected
    assert json.dumps(leg["matrix"]) == json.dumps(expected)


def test_a_runner_that_is_not_known_is_null(one):
    plan = one(
        first="outputs: {r: x}", a="needs: first\nruns-on: ${{ needs.first.outputs.r }}"
    )

    assert to_json(plan)["workflows"][0]["jobs"][1]["legs"][0]["runs_on"] is None


def test_a_service_without_an_image_has_none(one):
    services = (
        one(a="services: {a: {image: x}, b: {ports: [1]}}").job("ci/a").job.services
    )

    assert images(services) == {"a": "x", "b": ""}
    assert images(None) == {}
