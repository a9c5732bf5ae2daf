from __future__ import annotations

import json

import pytest

from understudy.actions import alls_green
from understudy.engine.contract import ActionFailed, Played


def needs(**results):
    return json.dumps(
        {name: {"result": r, "outputs": {}} for name, r in results.items()}
    )


@pytest.fixture
def step(host):
    def make(jobs, **given):
        given = {name.replace("_", "-"): value for name, value in given.items()}
        return host("re-actors/alls-green@release/v1", {"jobs": jobs, **given})

    return make


@pytest.mark.parametrize(
    "jobs, given",
    [
        pytest.param(needs(a="success", b="success"), {}, id="all succeeded"),
        pytest.param(
            needs(a="success", b="failure", c="cancelled"),
            {"allowed_failures": "b, c"},
            id="those that may fail",
        ),
        pytest.param(
            needs(a="success", b="skipped"),
            {"allowed_skips": '["b"]'},
            id="may be skipped",
        ),
        pytest.param(
            needs(a="success", b="skipped"),
            {"allowed_failures": '["b"]'},
            id="a job that may fail may also be skipped",
        ),
        pytest.param(
            needs(a="success"),
            {"allowed_skips": "none", "allowed_failures": "x"},
            id="strangers",
        ),
        pytest.param(needs(a="success"), {"allowed_skips": "null"}, id="no list"),
    ],
)
def test_green(step, jobs, given):
    leg = step(jobs, **given)

    assert alls_green.main(leg) == Played()
    assert leg.outputs == {"failure": "false", "result": "success", "success": "true"}
    assert leg.lines[0] == "# ✓ All of the required dependency jobs succeeded 🎉🎉🎉"


@pytest.mark.parametrize(
    "jobs, given",
    [
        pytest.param(needs(a="success", b="failure"), {}, id="one failed"),
        pytest.param(needs(a="success", b="skipped"), {}, id="one was skipped"),
        pytest.param(needs(a="cancelled"), {}, id="one was cancelled"),
        pytest.param(
            needs(b="failure"), {"allowed_skips": "b"}, id="may be skipped, not fail"
        ),
        pytest.param(
            needs(b="failure"),
            {"allowed_skips": "b", "allowed_failures": "b"},
            id="also where it may do both",
        ),
    ],
)
def test_not_green(step, jobs, given):
    leg = step(jobs, **given)

    with pytest.raises(ActionFailed, match="^Process completed with exit code 1.$"):
        alls_green.main(leg)

    assert leg.outputs == {"failure": "true", "result": "failure", "success": "false"}
    assert leg.lines[0] == "# ❌ Some of the required to succeed jobs failed 😢😢😢"


@pytest.mark.parametrize(
    "jobs", ["", "{", "{}", "null", "[]", "3", '{"a": 1}', '{"a": {}}']
)
def test_without_jobs_it_fails(step, jobs):
    leg = step(jobs)

    with pytest.raises(ActionFailed, match="^Process completed with exit code 1.$"):
        alls_green.main(leg)

    assert leg.outputs == {}


def test_the_decision_is_explained(step):
    leg = step(
        needs(a="success", b="failure", c="skipped"),
        allowed_failures="b",
        allowed_skips="c",
    )

    alls_green.main(leg)

    assert leg.lines[1:] == [
        "",
        "🛈 Some of the allowed to fail jobs did not succeed.",
        "🛈 Some of the allowed to be skipped jobs did not succeed.",
        "📝 Job statuses:",
        "📝 a → ✓ success [required to succeed]",
        "📝 b → ❌ failure [allowed to fail]",
        "📝 c → ⬜ skipped [required to succeed or be skipped]",
    ]


def test_exceptions_that_were_not_needed_are_named(step):
    leg = step(needs(b="success", c="success"), allowed_failures="b", allowed_skips="c")

    alls_green.main(leg)

    assert leg.lines[2:4] == [
        "🛈 All of the allowed to fail dependency jobs succeeded.",
        "🛈 All of the allowed to be skipped dependency jobs succeeded.",
    ]


def test_skips_alone_are_not_spoken_of_when_they_were_used(step):
    leg = step(needs(c="skipped"), allowed_skips="c")

    alls_green.main(leg)

    assert leg.lines[2] == "📝 Job statuses:"
