"""Every job that does not start has a reason that names what decided."""

from __future__ import annotations

import pytest

from understudy.dialects.base import Judgement
from understudy.model.plan import Leaf, Reason, Starts
from understudy.plan.explain import Above, reason, starts, undecided

NOBODY = Above({}, {})
LEAVES = (Leaf("github.ref", '"x" here'),)


@pytest.mark.parametrize(
    ("judgement", "expected"),
    [
        pytest.param(Judgement(True), Starts.YES, id="true"),
        pytest.param(Judgement(False), Starts.NO, id="false"),
        pytest.param(Judgement(None), Starts.UNKNOWN, id="not known"),
        pytest.param(Judgement(None, error="no"), Starts.NO, id="an error"),
    ],
)
def test_a_judgement_starts_a_job_or_not(judgement, expected):
    assert starts(judgement) is expected


@pytest.mark.parametrize(
    ("judgement", "expected"),
    [
        pytest.param(Judgement(True), None, id="none for a job that starts"),
        pytest.param(
            Judgement(None, error="no"), Reason("error", "no"), id="GitHub's error"
        ),
        pytest.param(
            Judgement(False, "github.ref == 'y'", LEAVES),
            Reason("if", "`if` is false", "github.ref == 'y'", LEAVES),
            id="a condition",
        ),
        pytest.param(
            Judgement(None, "needs.a.outputs.x", LEAVES, "later"),
            Reason("if", "`if` is not known yet", "needs.a.outputs.x", LEAVES),
            id="a condition that waits",
        ),
        pytest.param(
            Judgement(None, "success()", LEAVES, "later", statuses=True),
            Reason("needs", "later", "success()", LEAVES),
            id="other jobs that are waited for",
        ),
        pytest.param(
            Judgement(False, "success()", LEAVES),
            Reason("if", "`if` is false", "success()", LEAVES),
            id="a status that nothing above explains",
        ),
    ],
)
def test_a_judgement_has_a_reason(judgement, expected):
    assert reason(judgement, NOBODY) == expected


STOPPED = Judgement(False, "success()")


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        pytest.param(
            Above({"a": "skipped"}, {"a": ()}),
            "needs `a`, which does not start",
            id="a need that is skipped",
        ),
        pytest.param(
            Above({"a": "failure"}, {"a": ()}),
            "needs `a`, which fails",
            id="a need that fails",
        ),
        pytest.param(
            Above({"a": "cancelled"}, {"a": ()}, ["a"]),
            "needs `a`, which was cancelled",
            id="a need that has ended",
        ),
        pytest.param(
            Above(
                {"z": "success", "far": "skipped", "a": "success", "b": "success"},
                {"b": ["z"], "a": ["far", "z"]},
                ["far"],
            ),
            "needs `a`, and with it `far`, which was skipped",
            id="a job above a need",
        ),
        pytest.param(
            Above({"far": "failure", "a": "skipped"}, {"a": ["far"]}),
            "needs `a`, which does not start",
            id="the need itself first",
        ),
        pytest.param(
            Above({"a": "failure"}, {"a": ()}, cancelled=True),
            "the run is being cancelled",
            id="the run first of all",
        ),
    ],
)
def test_what_kept_a_job_back_is_named(above, expected):
    found = reason(STOPPED, above)

    assert found is not None
    assert (found.text, found.expression) == (expected, None)


def test_a_matrix_may_be_open():
    assert undecided("later") == Reason("matrix", "its matrix is not known yet: later")
