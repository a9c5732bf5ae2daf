"""An event starts some jobs, and each of the others has a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from understudy.dialects.base import Ended, Run
from understudy.dialects.github import dialect
from understudy.model.plan import Concurrency, Plan, Starts
from understudy.plan.planner import dissect, leg_contexts, resolve
from understudy.plan.situation import Settings, Situation

UNKNOWN_MATRIX = """
needs: first
strategy: {matrix: '${{ fromJSON(needs.first.outputs.m) }}'}
"""


def starts(plan: Plan) -> dict[str, str]:
    return {job.address: job.starts.value for job in plan.jobs()}


def why(plan: Plan, address: str) -> tuple[str, str]:
    reason = plan.job(address).reason
    assert reason is not None
    return reason.code, str(reason)


def test_a_push_starts_what_listens_to_it(planned):
    plan = planned(
        {
            "ci.yml": "on: push\njobs: {a: {runs-on: x, steps: [{run: x}]}}",
            "pr.yml": "on: pull_request\njobs: {a: {runs-on: x, steps: [{run: x}]}}",
        }
    )

    assert starts(plan) == {"ci/a": "yes", "pr/a": "no"}
    assert why(plan, "pr/a") == ("event", "no `push` in `on`")


def test_without_an_event_everything_depends_on_it(planned):
    plan = planned(
        {
            "ci.yml": "on: push\njobs: {a: {runs-on: x, steps: [{run: x}]}}",
            "broken.yml": "on: push\njobs: {a: {steps: [{run: x}]}}",
        },
        None,
    )

    assert [(one.stem, one.starts, str(one.reason)) for one in plan.workflows] == [
        ("ci", Starts.UNKNOWN, "depends on the event"),
        ("broken", Starts.NO, "GitHub refuses this file"),
    ]


def test_a_skipped_job_skips_all_below_it(one):
    plan = one(
        a="if: github.ref == 'x'",
        b="needs: a",
        c="needs: b",
        d="needs: c\nif: always()",
    )

    assert starts(plan) == {
        "ci/a": "no",
        "ci/b": "no",
        "ci/c": "no",
        "ci/d": "yes",
    }
    assert why(plan, "ci/a") == ("if", "`if` is false: github.ref == 'x'")
    assert why(plan, "ci/b") == ("needs", "needs `a`, which does not start")
    assert why(plan, "ci/c") == ("needs", "needs `b`, which does not start")


def test_what_depends_on_a_run_is_unknown(one):
    plan = one(
        first="outputs: {m: x}",
        go="needs: first\nif: needs.first.outputs.m == '1'",
        many=UNKNOWN_MATRIX,
        end="needs: many",
        after="needs: go",
    )

    assert starts(plan) == {
        "ci/first": "yes",
        "ci/go": "unknown",
        "ci/many": "unknown",
        "ci/end": "yes",
        "ci/after": "unknown",
    }
    assert why(plan, "ci/many") == (
        "matrix",
        "its matrix is not known yet: only a run has the outputs of job `first`",
    )
    assert why(plan, "ci/after") == (
        "needs",
        "whether `go` starts is not known: success()",
    )


def test_a_job_that_may_not_start_at_all_says_that_first(one):
    plan = one(
        first="",
        many=f"{UNKNOWN_MATRIX.strip()}\nif: needs.first.outputs.m == '1'",
    )

    assert why(plan, "ci/many")[0] == "if"


def test_a_job_that_github_would_fail_fails_those_below(one):
    plan = one(
        a="continue-on-error: ${{ github.ref }}",
        b="needs: a",
        c="needs: a\nif: failure()",
        d="strategy: {matrix: {n: \"${{ fromJSON('[]') }}\"}}",
        e="strategy: {fail-fast: '${{ github.ref }}'}",
        f="if: \"fromJSON('[')\"",
        g="needs: f\nif: failure()",
    )

    assert starts(plan) == {
        "ci/a": "no",
        "ci/b": "no",
        "ci/c": "yes",
        "ci/d": "no",
        "ci/e": "no",
        "ci/f": "no",
        "ci/g": "yes",
    }
    assert [why(plan, f"ci/{id}")[0] for id in "abdef"] == [
        "error",
        "needs",
        "error",
        "error",
        "error",
    ]
    assert why(plan, "ci/b")[1] == "needs `a`, which fails"


def test_a_job_is_named_after_its_one_leg(one):
    plan = one(
        a="name: On ${{ github.ref_name }}",
        b="name: B\nstrategy: {matrix: {n: [1, 2]}}",
    )

    assert [job.name for job in plan.jobs()] == ["On main", "B"]
    assert [leg.name for leg in plan.legs()] == ["On main", "B (1)", "B (2)"]


def test_limits_of_a_strategy_are_the_jobs(one):
    job = one(
        a="strategy: {fail-fast: false, max-parallel: 2, matrix: {n: [1, 2]}}"
    ).job("ci/a")

    assert (job.fail_fast, job.max_parallel, len(job.legs)) == (False, 2, 2)


CALL = "uses: ./.github/workflows/called.yml"


def test_a_call_is_played_as_the_jobs_of_the_other_workflow(one):
    settings = Settings(secrets={"KEY": "k"})
    plan = one(
        settings=settings,
        first="",
        other=f"{CALL}\nneeds: first\nwith: {{level: high}}\nsecrets: inherit",
    )

    assert starts(plan) == {
        "ci/first": "yes",
        "ci/other": "yes",
        "ci/other/inner": "yes",
        "ci/other/last": "yes",
        "called/inner": "no",
        "called/last": "no",
    }
    inner = plan.job("ci/other/inner")
    assert inner.name == "other / inner"
    assert inner.ancestors == {"ci/first"}
    assert inner.scope is not None
    assert inner.scope.inputs == {"level": "high"}
    assert inner.scope.secrets == {"KEY": "k"}
    assert inner.scope.concurrency == (Concurrency("high"),)


def test_a_call_in_a_matrix_is_several_calls(one):
    plan = one(
        other=f"{CALL}\nstrategy: {{matrix: {{l: [low, high]}}}}\n"
        "with: {level: '${{ matrix.l }}'}\nconcurrency: c"
    )

    assert [address for address in starts(plan) if address.startswith("ci/other/")] == [
        "ci/other/low/inner",
        "ci/other/low/last",
        "ci/other/high/inner",
        "ci/other/high/last",
    ]
    last = plan.job("ci/other/low/last")
    assert last.starts is Starts.NO
    assert last.name == "other (low) / last"
    assert last.scope is not None
    assert last.scope.concurrency == (Concurrency("c"), Concurrency("low"))


def test_a_call_that_does_not_start_shows_what_it_would_have_called(one):
    plan = one(other=f"{CALL}\nif: github.ref == 'x'")

    assert starts(plan)["ci/other/inner"] == "no"
    assert why(plan, "ci/other/inner") == why(plan, "ci/other")


def test_a_call_that_cannot_be_had_is_unknown(one):
    plan = one(other="uses: other/repo/.github/workflows/x.yml@v1")

    job = plan.job("ci/other")
    assert job.starts is Starts.UNKNOWN
    assert job.reason is not None
    assert (job.reason.code, job.reason.fixable) == ("call", True)


def test_a_call_that_cannot_be_evaluated_fails(one):
    plan = one(other=f"{CALL}\nwith: {{level: \"${{{{ fromJSON('[') }}}}\"}}")

    assert why(plan, "ci/other")[0] == "error"
    assert starts(plan)["ci/other/inner"] == "no"


@pytest.mark.parametrize(
    ("above", "job", "expected"),
    [
        pytest.param("", "", {"contents": "read", "packages": "read"}, id="nobody"),
        pytest.param(
            "permissions: {contents: read}", "", {"contents": "read"}, id="the caller"
        ),
    ],
)
def test_a_caller_limits_the_tokens_below_it(one, above, job, expected):
    plan = one(other=f"{CALL}\n{above}")

    assert plan.job("ci/other/inner").permissions == expected


def test_limits_hold_through_calls_of_calls(planned):
    called = "on: workflow_call\njobs: {b: {uses: ./.github/workflows/c.yml}}"
    last = (
        "on: workflow_call\n"
        "jobs: {c: {runs-on: x, permissions: write-all, steps: [{run: x}]}}"
    )
    first = (
        "on: push\njobs: {a: {uses: ./.github/workflows/b.yml,"
        " permissions: {contents: write}}}"
    )

    plan = planned({"a.yml": first, "b.yml": called, "c.yml": last})

    assert plan.job("a/a/b/c").permissions == {"contents": "write"}


def test_a_workflows_group_is_shown_and_may_be_wrong(planned):
    jobs = "jobs: {a: {runs-on: x, steps: [{run: x}]}}"
    plan = planned(
        {
            "a.yml": f"on: push\nconcurrency: ci-${{{{ github.ref_name }}}}\n{jobs}",
            "b.yml": f"on: push\nconcurrency: ${{{{ vars.NONE }}}}\n{jobs}",
            "c.yml": f"on: push\nconcurrency: ${{{{ github.run_id }}}}\n{jobs}",
        }
    )

    assert [one.concurrency for one in plan.workflows] == [
        Concurrency("ci-main"),
        None,
        None,
    ]
    assert starts(plan) == {"a/a": "yes", "b/a": "no", "c/a": "yes"}


def resolved(plan: Plan, address: str, **ended: Ended):
    situation = Situation(
        plan.event,
        ended={f"ci/{id}": end for id, end in ended.items()},
        run=Run("1", 1),
    )
    return resolve(plan.job(address), situation, dialect), situation


def test_a_job_is_looked_at_again_once_its_needs_have_ended(one):
    plan = one(
        first="outputs: {m: x}", many=UNKNOWN_MATRIX, bad="needs: many\nif: failure()"
    )

    end = Ended("success", {"m": '{"n": [1, 2]}'})
    found, situation = resolved(plan, "ci/many", first=end)

    assert found.starts is Starts.YES
    assert [leg.address for leg in found.legs] == ["ci/many/1", "ci/many/2"]
    seen = leg_contexts(found, found.legs[1], situation, dialect)
    assert seen.values["matrix"] == {"n": 2.0}
    assert seen.values["needs"] == {
        "first": {"result": "success", "outputs": {"m": '{"n": [1, 2]}'}}
    }
    assert plan.job("ci/bad").starts is Starts.NO
    failed, _ = resolved(plan, "ci/bad", first=end, many=Ended("failure", {}))
    assert failed.starts is Starts.YES


def test_why_a_job_was_kept_back_is_said_in_the_past(one):
    plan = one(a="", b="needs: a")

    failed, _ = resolved(plan, "ci/b", a=Ended("failure", {}))

    assert str(failed.reason) == "needs `a`, which failed"


def test_a_run_that_is_cancelled_starts_nothing_more(one):
    plan = one(a="", b="if: always()")
    situation = Situation(plan.event, run=Run("1", 1), cancelled=True)

    stopped = resolve(plan.job("ci/a"), situation, dialect)

    assert str(stopped.reason) == "the run is being cancelled"
    assert resolve(plan.job("ci/b"), situation, dialect).starts is Starts.YES


def test_a_job_of_no_plan_is_refused(one):
    plan = one(a="strategy: {matrix: {n: [1]}}")
    stray = replace(plan.job("ci/a"), scope=None)

    with pytest.raises(ValueError, match="ci/a comes from no plan"):
        resolve(stray, Situation(plan.event), dialect)
    with pytest.raises(ValueError, match="ci/a comes from no plan"):
        leg_contexts(stray, stray.legs[0], Situation(plan.event), dialect)
    workflow = replace(plan.workflows[0], jobs=(stray,))
    with pytest.raises(ValueError, match="ci/a comes from no plan"):
        dissect(replace(plan, workflows=(workflow,)), "ci/a", dialect)


def test_a_condition_is_taken_apart_with_what_the_plan_knows(one):
    plan = one(
        a="if: github.ref == 'x'",
        b="needs: a\nif: needs.a.result == 'skipped' && vars.GO",
    )

    operand = dissect(plan, "ci/b", dialect, Settings(vars={"GO": "1"}))

    assert operand.truth is False
    assert [(part.text, part.truth) for part in operand.operands] == [
        ("success()", False),
        ("needs.a.result == 'skipped'", True),
        ("vars.GO", True),
    ]
    with pytest.raises(KeyError, match="ci/none"):
        dissect(plan, "ci/none", dialect)


def test_a_called_job_is_taken_apart_within_its_own_workflow(one):
    plan = one(first="", other=f"{CALL}\nneeds: first")

    operand = dissect(plan, "ci/other/last", dialect)

    assert [(part.text, part.truth) for part in operand.operands] == [
        ("success()", True),
        ("inputs.level == 'high'", False),
    ]
