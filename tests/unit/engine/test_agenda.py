"""Which jobs are still to come, and how the others ended."""

from __future__ import annotations

import pytest

from understudy.dialects.base import Ended
from understudy.engine.agenda import Agenda, Entry, deadlock
from understudy.engine.groups import Groups
from understudy.engine.propagation import JobEnd
from understudy.engine.unplayed import result
from understudy.model.plan import Concurrency, Reason
from understudy.model.result import Verdict
from understudy.plan.selection import select

FOREIGN = (Verdict.NOT_REHEARSED, Reason("platform", "needs Windows"))
FIXABLE = (Verdict.NOT_REHEARSED, Reason("interpreter", "no Python", fixable=True))
PASSED = (Verdict.PASSED, None)

CALL = "uses: ./.github/workflows/called.yml"
HIGH = f"{CALL}\nwith: {{level: high}}"


@pytest.fixture
def agenda() -> Agenda:
    return Agenda(Groups())


def enlist(agenda: Agenda, plan) -> tuple[str, ...]:
    """Take in what a plan starts, and return what is said about it."""
    (workflow,) = [found for found in plan.workflows if found.stem == "ci"]
    return agenda.enlist(workflow.jobs)


def take(agenda: Agenda) -> Entry:
    """Take out the job that is next."""
    entry = agenda.next_job()
    assert entry is not None
    return entry


def end(agenda: Agenda, entry: Entry, ruled=PASSED) -> None:
    agenda.keep(entry, result(entry.job, ruled))


def test_jobs_come_in_the_order_of_the_plan_once_their_needs_have_ended(agenda, one):
    enlist(agenda, one(a="needs: b", b="", c="needs: [a, b]"))

    b = take(agenda)
    nothing = agenda.next_job()
    end(agenda, b)
    a = take(agenda)
    over = agenda.is_over
    end(agenda, a)
    c = take(agenda)

    assert [entry.job.job.id for entry in (b, a, c)] == ["b", "a", "c"]
    assert (nothing, over, agenda.is_over) == (None, False, True)


def test_a_job_ends_with_its_last_leg(agenda, one):
    enlist(agenda, one(a="strategy: {matrix: {n: [1, 2]}}"))
    entry = take(agenda)
    agenda.expect(entry, 2)

    end(agenda, entry)
    early = dict(agenda.ends)
    end(agenda, entry, FOREIGN)

    assert early == {}
    assert agenda.ends == {"ci/a": JobEnd(Ended("success", {}), ("ci/a",))}
    assert [leg.verdict for leg in agenda.legs] == [
        Verdict.PASSED,
        Verdict.NOT_REHEARSED,
    ]


def test_a_job_that_waits_for_nothing_ends_at_once(agenda, one):
    enlist(agenda, one(a=""))

    agenda.expect(take(agenda), 0)

    assert list(agenda.ends) == ["ci/a"]


def test_what_is_missing_above_a_job_is_known(agenda, one):
    enlist(agenda, one(a="", b="", c="needs: [a, b]", d="needs: c"))
    end(agenda, take(agenda), FOREIGN)
    end(agenda, take(agenda), FIXABLE)
    c = take(agenda)
    missing = agenda.left_out(c.job)
    end(agenda, c)
    d = take(agenda)

    assert missing == "ci/b"
    assert agenda.left_out(d.job) is None
    assert agenda.without(d.job) == ("ci/a", "ci/b")


def test_the_rest_is_taken_out_as_a_whole(agenda, one):
    enlist(agenda, one(a="", b="needs: a"))
    take(agenda)

    assert [entry.job.job.id for entry in agenda.rest()] == ["b"]
    assert agenda.is_over


def test_a_call_ends_after_the_jobs_that_it_calls(agenda, one):
    enlist(agenda, one(a=HIGH))
    call = take(agenda)
    agenda.enlist(call.job.called, call)
    before = agenda.next_call()
    for _ in call.called:
        end(agenda, take(agenda))

    assert before is None
    assert agenda.next_call() is call
    assert [entry.job.address for entry in call.called] == ["ci/a/inner", "ci/a/last"]
    assert [leg.address for leg in call.legs()] == ["ci/a/inner", "ci/a/last"]


@pytest.mark.parametrize(
    ("inner", "outputs", "left_out"),
    [
        pytest.param(PASSED, {"done": ""}, False, id="all played"),
        pytest.param(FOREIGN, {"done": ""}, False, id="another system"),
        pytest.param(FIXABLE, {}, False, id="a gap, and no outputs"),
        pytest.param(FIXABLE, {"done": "1"}, False, id="a gap, and an output"),
        pytest.param(FIXABLE, {"done": "1", "x": ""}, True, id="an output is missing"),
    ],
)
def test_the_end_of_a_call_is_told_if_it_can_be(agenda, one, inner, outputs, left_out):
    enlist(agenda, one(a=HIGH))
    call = take(agenda)
    agenda.enlist(call.job.called, call)
    end(agenda, take(agenda), inner)
    for entry in agenda.rest():
        end(agenda, entry)

    agenda.end_call(call, Ended("success", outputs))

    found = agenda.ends["ci/a"]
    assert found.left_out is left_out
    assert found.ended == (Ended() if left_out else Ended("success", outputs))
    assert found.missing == (() if inner is PASSED else ("ci/a/inner",))


def test_a_call_of_which_nothing_was_played_tells_nothing(agenda, one):
    enlist(agenda, one(a=HIGH))
    call = take(agenda)
    agenda.enlist(call.job.called, call)
    for entry in agenda.rest():
        end(agenda, entry, FIXABLE)

    agenda.end_call(call, Ended("skipped", {}))

    missing = ("ci/a/inner", "ci/a/last")
    assert agenda.ends["ci/a"] == JobEnd(Ended(), missing, left_out=True)


def test_a_call_of_no_jobs_ends_as_it_is_told(agenda, one):
    enlist(agenda, one(a=CALL))
    call = take(agenda)
    agenda.enlist((), call)

    agenda.end_call(call, Ended("skipped", {}))

    assert agenda.ends["ci/a"] == JobEnd(Ended("skipped", {}))


def test_an_instance_holds_its_groups_until_its_last_job_has_ended(agenda, planned):
    grouped = "on: push\nconcurrency: one\njobs: {a: {runs-on: x, steps: [{run: x}]}}"
    plan = planned({"one.yml": grouped, "two.yml": grouped.replace("one", "ONE")})

    warnings = [*agenda.enlist(plan.workflows[0].jobs)]
    warnings += agenda.enlist(plan.workflows[1].jobs)
    first = take(agenda)
    waits = agenda.next_job()
    end(agenda, first)
    second = take(agenda)

    assert (first.instance, waits, second.instance) == ("one", None, "two")
    assert warnings == [
        "one and two share the concurrency group ONE: here one follows the other, on"
        " GitHub one may cancel the other"
    ]


@pytest.mark.parametrize(
    ("jobs", "expected"),
    [
        pytest.param({"a": ""}, ["ci/a"], id="a job"),
        pytest.param(
            {"a": "strategy: {matrix: {n: [1, 2]}}"}, ["ci/a/1", "ci/a/2"], id="legs"
        ),
        pytest.param(
            {"a": "", "b": "needs: a\nif: needs.a.outputs.x == '1'"},
            ["ci/a", "ci/b"],
            id="nobody knows",
        ),
        pytest.param({"a": HIGH}, ["ci/a/inner", "ci/a/last"], id="a call"),
        pytest.param({"a": f"if: false\n{CALL}"}, ["ci/a"], id="no call"),
        pytest.param(
            {"a": "", "b": f"needs: a\nif: needs.a.outputs.x == '1'\n{HIGH}"},
            ["ci/a", "ci/b/inner", "ci/b/last"],
            id="perhaps a call",
        ),
    ],
)
def test_what_may_play_is_known_before(agenda, one, jobs, expected):
    enlist(agenda, one(**jobs))

    assert list(agenda.expected()) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param("ci/a/2", ["ci/a/2"], id="a leg"),
        pytest.param("ci/b", ["ci/a/1", "ci/a/2", "ci/b"], id="with its needs"),
        pytest.param("ci/c/inner", ["ci/c/inner"], id="below a call"),
        pytest.param("ci/c/last", ["ci/c/inner", "ci/c/last"], id="with needs there"),
        pytest.param("ci/c2", ["ci/c2"], id="not what begins alike"),
    ],
)
def test_only_what_is_selected_may_play(one, wanted, expected):
    plan = one(a="strategy: {matrix: {n: [1, 2]}}", b="needs: a", c=HIGH, c2="")
    agenda = Agenda(Groups(), select(plan, leg=[wanted]))

    enlist(agenda, plan)

    assert list(agenda.expected()) == expected


def test_the_legs_of_a_job_are_chosen(agenda, one):
    plan = one(a="strategy: {matrix: {n: [1, 2]}}")
    job = plan.job("ci/a")
    choosy = Agenda(Groups(), select(plan, leg=["n=2"]))

    assert [leg.address for leg in agenda.chosen(job)] == ["ci/a/1", "ci/a/2"]
    assert [leg.address for leg in choosy.chosen(job)] == ["ci/a/2"]


def stuck(group: str, id: str) -> str:
    return (
        f"Canceling since a deadlock for concurrency group '{group}' was detected"
        f" between 'top level workflow' and '{id}'"
    )


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param((), None, id="no group"),
        pytest.param(("free",), None, id="a free one"),
        # The called workflow is in a group that is called like its input.
        pytest.param(("LOW",), stuck("LOW", "inner"), id="of its own workflow"),
        pytest.param(("Top",), stuck("Top", "inner"), id="of the workflow around"),
        pytest.param(("a", "b", "A"), stuck("A", "inner"), id="twice the same"),
    ],
)
def test_a_group_that_is_held_around_a_job_never_gets_free(
    planned, one, wanted, expected
):
    called = one(a=CALL).job("ci/a").called[0]
    text = "on: push\nconcurrency: top\njobs: {b: {runs-on: x, steps: [{run: x}]}}"
    top = planned({"ci.yml": text})
    entry = Entry(called, Entry(top.job("ci/b")))

    assert deadlock(entry, [Concurrency(group) for group in wanted]) == expected
