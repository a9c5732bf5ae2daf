"""Whole runs: real legs in plain cells, of workflows of a few lines."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import dedent, indent
from typing import Any, Optional, Union

import pytest

from understudy.engine.cancellation import Cancellation
from understudy.engine.engine import Engine
from understudy.engine.observe import (
    Cancelling,
    LegFinished,
    LegStarted,
    LegWaiting,
    RunStarted,
    StepStarted,
    Warned,
)
from understudy.engine.options import RunOptions
from understudy.model.event import Changes
from understudy.model.plan import Reason
from understudy.model.result import LegResult, Verdict
from understudy.plan.selection import Criteria, Selection, select
from understudy.plan.situation import Settings

# What the scripts of steps may call, by the path that stands for TMP.
SCRIPTS = {
    # Waits for a file that another leg makes; not for ever.
    "await": 'for i in $(seq 250); do [ -e "$1" ] && exit; sleep 0.02; done; exit 9',
    # Is here for a moment.
    "visit": 'echo + >> "$1"; sleep 0.06; echo - >> "$1"',
}


@dataclass
class Played:
    """How a run ended, and what was told of it."""

    legs: tuple[LegResult, ...]
    events: list[Any]
    folder: Path

    @property
    def verdicts(self) -> dict[str, str]:
        """Return the verdict of every leg, without the name of the workflow."""
        return {
            leg.address.partition("/")[2]: leg.verdict.value
            for leg in sorted(self.legs, key=lambda leg: leg.address)
        }

    def leg(self, address: str) -> LegResult:
        (found,) = [leg for leg in self.legs if leg.address == address]
        return found

    def of(self, kind: type) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    def output(self, address: str) -> str:
        """Return what the scripts of a leg wrote, without what is said about them."""
        text = Path(self.leg(address).log or "").read_text(encoding="utf-8")
        text = re.sub(r"(?ms)^##\[group\].*?^##\[endgroup\]\n", "", text)
        return text.strip()


def ci(jobs: str, on: str = "push") -> str:
    """Return a workflow of some jobs."""
    return f"on: {on}\njobs:\n{indent(dedent(jobs), '  ')}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder that scripts call TMP."""
    path = tmp_path / "meeting"
    path.mkdir()
    for name, text in SCRIPTS.items():
        path.joinpath(name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        path.joinpath(name).chmod(0o755)
    return path


@pytest.fixture
def play(rehearsal, planned, push, folder):
    """Play the jobs of one workflow, or whole files by their names."""

    def run(
        jobs: Union[str, Mapping[str, str]],
        settings: Settings = Settings(),
        wanted: Mapping[str, tuple[str, ...]] = {},
        cancellation: Optional[Cancellation] = None,
        watcher: Any = None,
        event: Any = push,
        notes: tuple[str, ...] = (),
        selection: Optional[Selection] = None,
        **options: Any,
    ) -> Played:
        files = {"ci.yml": ci(jobs)} if isinstance(jobs, str) else jobs
        files = {name: text.replace("TMP", str(folder)) for name, text in files.items()}
        plan = planned(files, event, settings)
        if wanted:
            selection = select(plan, **wanted)
        events: list[Any] = []
        watch = watcher or (lambda event: None)

        class Observer:
            def notify(self, event: Any) -> None:
                events.append(event)
                watch(event)

        made = rehearsal(
            RunOptions(
                jobs=options.pop("jobs_at_once", 8), selection=selection, **options
            ),
            settings,
            Observer(),
        )
        # What every system has is enough, and links to other tools take time.
        made = replace(made, environ={"PATH": ""})
        engine = Engine(made, cancellation or Cancellation())
        legs = engine.play(plan, notes)
        return Played(legs, events, folder)

    yield run
    assert threading.enumerate() == [threading.main_thread()]


def crowd(path: Path) -> int:
    """Return how many visitors were there at the same time."""
    there = most = 0
    for line in path.read_text().split():
        there += 1 if line == "+" else -1
        most = max(most, there)
    return most


PASS = "{runs-on: x, steps: [{run: 'true'}]}"
FAIL = "{runs-on: x, steps: [{run: exit 1}]}"


# When a job starts


def test_a_job_starts_as_soon_as_those_that_it_needs_have_ended(play):
    played = play("""
        slow: {runs-on: x, steps: [{run: TMP/await TMP/second}]}
        first: {runs-on: x, steps: [{run: 'true'}]}
        second: {runs-on: x, needs: first, steps: [{run: touch TMP/second}]}
        """)

    assert played.verdicts == dict.fromkeys(("first", "second", "slow"), "passed")


def test_a_job_waits_for_all_that_it_needs(play):
    played = play("""
        last: {runs-on: x, needs: [a, b], steps: [{run: test -e TMP/a -a -e TMP/b}]}
        a: {runs-on: x, steps: [{run: 'sleep 0.2; touch TMP/a'}]}
        b: {runs-on: x, steps: [{run: touch TMP/b}]}
        """)

    assert played.verdicts == dict.fromkeys(("a", "b", "last"), "passed")


@pytest.mark.parametrize("count", [1, 2])
def test_no_more_legs_play_at_once_than_are_wanted(play, count):
    played = play(
        """
        a:
          strategy: {matrix: {n: [1, 2, 3]}}
          runs-on: x
          steps: [{run: TMP/visit TMP/log}]
        """,
        jobs_at_once=count,
    )

    assert crowd(played.folder / "log") == count
    waiting = {event.address: event.what for event in played.of(LegWaiting)}
    assert waiting == dict.fromkeys(
        [f"ci/a/{n}" for n in range(count + 1, 4)], "a core"
    )


def test_max_parallel_is_for_one_job(play):
    played = play("""
        a:
          strategy: {max-parallel: 1, matrix: {n: [1, 2]}}
          runs-on: x
          steps: [{run: TMP/visit TMP/a}, {run: TMP/visit TMP/all}]
        b:
          runs-on: x
          steps: [{run: TMP/await TMP/a}, {run: touch TMP/b}]
        """)

    assert crowd(played.folder / "a") == 1
    assert set(played.verdicts.values()) == {"passed"}
    assert [(e.address, e.what) for e in played.of(LegWaiting)] == [
        ("ci/a/2", "max-parallel")
    ]


# What a failure does


def test_the_first_failure_of_a_matrix_cancels_the_other_legs(play):
    played = play("""
        a:
          strategy: {max-parallel: 2, matrix: {n: [1, 2, 3]}}
          runs-on: x
          steps:
            - {run: '[ ${{ matrix.n }} != 1 ] || { TMP/await TMP/two; exit 1; }'}
            - {run: touch TMP/two; exec sleep 30}
            - {if: always(), run: touch TMP/always}
        b: {runs-on: x, steps: [{run: TMP/await TMP/always}]}
        """)

    assert played.verdicts == {
        "a/1": "failed",
        "a/2": "cancelled",
        "a/3": "cancelled",
        "b": "passed",
    }
    why = Reason("cancelled", "ci/a/1 failed, and `fail-fast` is on")
    assert (played.leg("ci/a/2").reason, played.leg("ci/a/3").reason) == (why, why)
    assert [leg.address for leg in played.legs if not leg.steps] == ["ci/a/3"]


@pytest.mark.parametrize(
    ("strategy", "job"),
    [
        pytest.param("fail-fast: false, ", "", id="no fail-fast"),
        pytest.param("", "continue-on-error: true", id="the job may fail"),
    ],
)
def test_other_legs_play_on_where_a_failure_is_allowed(play, folder, strategy, job):
    def watch(event: Any) -> None:
        if isinstance(event, LegFinished) and event.result.address == "ci/a/1":
            folder.joinpath("failed").touch()

    played = play(
        f"""
        a:
          strategy: {{{strategy}matrix: {{n: [1, 2]}}}}
          {job}
          runs-on: x
          steps:
            - {{run: '[ ${{{{ matrix.n }}}} = 2 ] || exit 1'}}
            - {{run: TMP/await TMP/failed; sleep 0.2}}
        """,
        watcher=watch,
    )

    assert played.verdicts == {"a/1": "failed", "a/2": "passed"}


def test_a_job_that_may_fail_is_a_success_for_those_that_need_it(play):
    played = play("""
        a: {runs-on: x, continue-on-error: true, steps: [{run: exit 1}]}
        b: {runs-on: x, needs: a, steps: [{run: 'echo ${{ needs.a.result }}'}]}
        """)

    assert played.verdicts == {"a": "failed", "b": "passed"}
    assert played.leg("ci/a").tolerated
    assert played.output("ci/b") == "success"


def test_the_first_failure_stops_all_where_that_is_wanted(play):
    cancellation = Cancellation()

    played = play(
        """
        a: {runs-on: x, steps: [{run: TMP/await TMP/b; exit 1}]}
        b: {runs-on: x, steps: [{run: touch TMP/b; exec sleep 30}]}
        c: {runs-on: x, needs: b, steps: [{run: 'true'}]}
        """,
        exit_first=True,
        cancellation=cancellation,
    )

    assert played.verdicts == {"a": "failed", "b": "cancelled", "c": "cancelled"}
    assert played.leg("ci/c").reason == Reason("cancelled", "ci/a failed")
    assert [event.legs for event in played.of(Cancelling)] == [("ci/b",)]
    assert not cancellation.requested, "the user asked for nothing"


def test_a_tolerated_failure_stops_nothing(play):
    played = play(
        """
        a: {runs-on: x, continue-on-error: true, steps: [{run: exit 1}]}
        b: {runs-on: x, needs: a, steps: [{run: 'true'}]}
        """,
        exit_first=True,
    )

    assert played.verdicts == {"a": "failed", "b": "passed"}


# Conditions


@pytest.mark.parametrize(
    ("condition", "need", "verdict"),
    [
        pytest.param("failure()", FAIL, "passed", id="failure after a failure"),
        pytest.param("failure()", PASS, "skipped", id="failure after a success"),
        pytest.param("always()", FAIL, "passed", id="always after a failure"),
        pytest.param("'!cancelled()'", FAIL, "passed", id="not cancelled"),
        pytest.param("success()", FAIL, "skipped", id="success after a failure"),
        pytest.param("needs.a.result == 'failure'", FAIL, "skipped", id="implicit"),
        pytest.param("'true'", FAIL, "skipped", id="implicit success"),
    ],
)
def test_the_condition_of_a_job_knows_how_its_needs_ended(
    play, condition, need, verdict
):
    played = play(f"a: {need}\nb: {{if: {condition}, needs: a, {PASS[1:]}")

    assert played.verdicts["b"] == verdict


def test_what_needs_a_skipped_job_is_skipped_and_so_on(play):
    played = play(f"""
        a: {{if: false, {PASS[1:]}
        b: {{needs: a, {PASS[1:]}
        c: {{needs: b, if: always(), {PASS[1:]}
        d: {{needs: c, {PASS[1:]}
        """)

    assert played.verdicts == {
        "a": "skipped",
        "b": "skipped",
        "c": "passed",
        # Its own need succeeded, but `success()` asks for all ancestors.
        "d": "skipped",
    }
    reason = played.leg("ci/a").reason
    assert reason and (reason.code, reason.expression) == ("if", "false")


def test_a_matrix_that_makes_no_legs_fails_its_job(play):
    played = play(f"""
        a: {{runs-on: x, outputs: {{v: '[]'}}, steps: [{{run: 'true'}}]}}
        b:
          needs: a
          strategy: {{matrix: {{n: "${{{{ fromJSON(needs.a.outputs.v) }}}}"}}}}
          runs-on: x
          steps: [{{run: 'true'}}]
        c: {{needs: b, if: failure(), {PASS[1:]}
        """)

    assert played.verdicts == {"a": "passed", "b": "failed", "c": "passed"}
    reason = played.leg("ci/b").reason
    assert reason and reason.code == "error"
    assert "Matrix vector 'n' does not contain any values" in reason.text


# Values that jobs hand on


def test_outputs_reach_the_jobs_that_need_them(play):
    played = play("""
        a:
          runs-on: x
          outputs: {v: '${{ steps.s.outputs.v }}'}
          steps: [{id: s, run: 'echo v=from a >> $GITHUB_OUTPUT'}]
        b:
          needs: a
          if: needs.a.outputs.v == 'from a'
          runs-on: x
          steps: [{run: 'echo "${{ needs.a.outputs.v }}, ${{ needs.a.result }}"'}]
        """)

    assert played.output("ci/b") == "from a, success"


def test_the_last_leg_that_says_something_sets_the_output(play):
    played = play("""
        a:
          strategy: {max-parallel: 1, matrix: {v: [one, two, '']}}
          runs-on: x
          outputs: {v: '${{ matrix.v }}'}
          steps: [{run: 'true'}]
        b: {needs: a, runs-on: x, steps: [{run: 'echo ${{ needs.a.outputs.v }}'}]}
        """)

    assert played.output("ci/b") == "two"


def test_a_matrix_may_come_from_an_output(play):
    played = play("""
        a:
          runs-on: x
          outputs: {v: '${{ steps.s.outputs.v }}'}
          steps: [{id: s, run: 'echo "v=[3, 4]" >> $GITHUB_OUTPUT'}]
        b:
          needs: a
          strategy: {matrix: {n: '${{ fromJSON(needs.a.outputs.v) }}'}}
          runs-on: x
          steps: [{run: 'echo ${{ matrix.n }} ${{ strategy.job-total }}'}]
        """)

    assert played.verdicts == {"a": "passed", "b/3": "passed", "b/4": "passed"}
    assert played.output("ci/b/4") == "4 2"
    assert played.of(RunStarted)[0].legs == ("ci/a", "ci/b")


# Calls

CALLED = """
on:
  workflow_call:
    inputs: {who: {type: string, default: nobody}}
    secrets: {KEY: {}}
    outputs: {said: {value: '${{ jobs.say.outputs.said }}'}}
jobs:
  say:
    runs-on: x
    outputs: {said: '${{ steps.s.outputs.said }}'}
    steps:
      - id: s
        run: echo "said=${{ inputs.who }} ${#KEY}" >> $GITHUB_OUTPUT
        env: {KEY: '${{ secrets.KEY }}'}
  after: {needs: say, if: inputs.who != 'quiet', runs-on: x, steps: [{run: 'true'}]}
"""
OUTER = """
on:
  workflow_call:
    secrets: {KEY: {}}
    outputs: {said: {value: 'outer: ${{ jobs.inner.outputs.said }}'}}
jobs:
  inner:
    uses: ./.github/workflows/called.yml
    with: {who: outer}
    secrets: inherit
"""


def test_a_call_hands_inputs_and_secrets_down_and_outputs_up(play):
    jobs = """
    call:
      uses: ./.github/workflows/called.yml
      with: {who: caller}
      secrets: {KEY: '${{ secrets.TOKEN }}'}
    last:
      needs: call
      runs-on: x
      steps: [{run: 'echo ${{ needs.call.outputs.said }}'}]
    """

    played = play(
        {"ci.yml": ci(jobs), "called.yml": CALLED},
        settings=Settings(secrets={"TOKEN": "hunter2"}),
    )

    assert played.verdicts == dict.fromkeys(
        ("call/after", "call/say", "last"), "passed"
    )
    assert played.output("ci/last") == "caller 7"


def test_calls_nest(play):
    jobs = """
    call: {uses: ./.github/workflows/outer.yml, secrets: inherit}
    last:
      needs: call
      runs-on: x
      steps: [{run: 'echo "${{ needs.call.outputs.said }}, ${{ needs.call.result }}"'}]
    """

    played = play(
        {"ci.yml": ci(jobs), "outer.yml": OUTER, "called.yml": CALLED},
        settings=Settings(secrets={"KEY": "four"}),
    )

    assert played.output("ci/last") == "outer: outer 4, success"
    assert "call/inner/say" in played.verdicts


def test_a_call_is_multiplied_by_its_matrix(play):
    jobs = """
    call:
      strategy: {matrix: {who: [a, quiet]}}
      uses: ./.github/workflows/called.yml
      with: {who: '${{ matrix.who }}'}
    """

    played = play({"ci.yml": ci(jobs), "called.yml": CALLED})

    assert played.verdicts == {
        "call/a/after": "passed",
        "call/a/say": "passed",
        "call/quiet/after": "skipped",
        "call/quiet/say": "passed",
    }


def test_a_call_fails_with_what_it_calls(play):
    failing = f"on: workflow_call\njobs:\n  a: {FAIL}\n  b: {PASS}\n"
    jobs = f"""
    call: {{uses: ./.github/workflows/called.yml}}
    next: {{needs: call, {PASS[1:]}
    last: {{needs: call, if: failure(), {PASS[1:]}
    """

    played = play({"ci.yml": ci(jobs), "called.yml": failing})

    assert played.verdicts == {
        "call/a": "failed",
        "call/b": "passed",
        "last": "passed",
        "next": "skipped",
    }


def test_a_call_of_skipped_jobs_is_skipped(play):
    skipping = f"on: workflow_call\njobs:\n  a: {{if: false, {PASS[1:]}\n"
    jobs = f"""
    call: {{uses: ./.github/workflows/called.yml}}
    next: {{needs: call, {PASS[1:]}
    last:
      needs: call
      if: always()
      runs-on: x
      steps: [{{run: 'echo ${{{{ needs.call.result }}}}'}}]
    """

    played = play({"ci.yml": ci(jobs), "called.yml": skipping})

    assert played.verdicts == {"call/a": "skipped", "last": "passed", "next": "skipped"}
    assert played.output("ci/last") == "skipped"


def test_a_call_that_does_not_start_is_one_result(play):
    jobs = "call: {if: false, uses: ./.github/workflows/called.yml}"

    played = play({"ci.yml": ci(jobs), "called.yml": CALLED})

    assert played.verdicts == {"call": "skipped"}
    assert played.of(RunStarted)[0].legs == ("ci/call",)


def test_a_workflow_that_cannot_be_had_is_not_rehearsed(play):
    played = play(f"""
        call: {{uses: acme/flows/.github/workflows/x.yml@v1}}
        last: {{needs: call, if: always(), {PASS[1:]}
        """)

    assert played.verdicts == dict.fromkeys(("call", "last"), "not rehearsed")
    reason = played.leg("ci/call").reason
    assert reason and (reason.code, reason.fixable) == ("call", True)


# What cannot be played here

LEFT_OUT = "{runs-on: x, container: alpine, steps: [{run: 'true'}]}"
FOREIGN = "{runs-on: windows-2025, steps: [{run: dir}]}"


def test_a_job_for_another_system_counts_as_a_success(play):
    played = play(f"""
        a: {FOREIGN}
        b: {{needs: a, runs-on: x, steps: [{{run: 'echo ${{{{ needs.a.result }}}}'}}]}}
        c: {{needs: b, {PASS[1:]}
        d: {PASS}
        """)

    assert played.verdicts == {
        "a": "not rehearsed",
        "b": "passed",
        "c": "passed",
        "d": "passed",
    }
    assert played.output("ci/b") == "success"
    without = {leg.address: leg.without for leg in played.legs}
    assert without == {
        "ci/a": (),
        "ci/b": ("ci/a",),
        "ci/c": ("ci/a",),
        "ci/d": (),
    }


def test_what_needs_a_job_that_was_left_out_is_left_out_too(play):
    played = play(f"""
        a: {LEFT_OUT}
        b: {{needs: a, {PASS[1:]}
        c: {{needs: a, if: always(), {PASS[1:]}
        d: {{needs: c, {PASS[1:]}
        e: {{needs: a, if: "false && always()", {PASS[1:]}
        f: {PASS}
        """)

    assert played.verdicts == {
        **dict.fromkeys("abcd", "not rehearsed"),
        # Whatever `a` had come to, GitHub would not start it.
        "e": "skipped",
        "f": "passed",
    }
    assert played.leg("ci/c").reason == Reason(
        "needs", "needs ci/a, which was not rehearsed", fixable=True
    )


def test_a_job_of_which_some_legs_were_played_is_what_these_came_to(play):
    played = play(f"""
        a:
          strategy: {{fail-fast: false, matrix: {{on: [x, windows-2025]}}}}
          runs-on: ${{{{ matrix.on }}}}
          steps: [{{run: exit 1}}]
        b: {{needs: a, {PASS[1:]}
        c: {{needs: a, if: always(), {PASS[1:]}
        """)

    assert played.verdicts == {
        "a/windows-2025": "not rehearsed",
        "a/x": "failed",
        "b": "skipped",
        "c": "passed",
    }
    missing = ("ci/a/windows-2025",)
    assert [played.leg(f"ci/{id}").without for id in "bc"] == [missing, missing]


def test_a_leg_that_stops_in_the_middle_was_not_rehearsed(play):
    played = play(f"""
        a: {{runs-on: x, steps: [{{run: 'true'}}, {{uses: acme/unheard-of@v1}}]}}
        b: {{needs: a, {PASS[1:]}
        """)

    assert played.verdicts == {"a": "not rehearsed", "b": "not rehearsed"}
    assert [step.verdict.value for step in played.leg("ci/a").steps] == [
        "passed",
        "not rehearsed",
    ]


CALLED_WITH_GAP = f"""
on:
  workflow_call:
    outputs: {{v: {{value: '${{{{ jobs.a.outputs.v }}}}'}}}}
jobs:
  a: {LEFT_OUT[:-1]}, outputs: {{v: '1'}}}}
  b: {PASS}
"""


@pytest.mark.parametrize(
    ("called", "verdict"),
    [
        pytest.param(CALLED_WITH_GAP, "not rehearsed", id="an output is missing"),
        pytest.param(
            f"on: workflow_call\njobs:\n  a: {LEFT_OUT}\n  b: {PASS}\n",
            "passed",
            id="nothing is missing but a leg",
        ),
        pytest.param(
            f"on: workflow_call\njobs:\n  a: {LEFT_OUT}\n",
            "not rehearsed",
            id="nothing was played",
        ),
    ],
)
def test_a_call_with_a_gap_hands_on_what_is_sure(play, called, verdict):
    jobs = f"""
    call: {{uses: ./.github/workflows/called.yml}}
    last: {{needs: call, {PASS[1:]}
    """

    played = play({"ci.yml": ci(jobs), "called.yml": called})

    assert played.verdicts["last"] == verdict
    assert played.leg("ci/last").without == ("ci/call/a",)


# Concurrency groups


def test_one_of_a_group_plays_and_a_newer_one_takes_the_place_of_one_that_waits(play):
    played = play("""
        a:
          strategy: {matrix: {n: [1, 2, 3]}}
          concurrency: ${{ matrix.n == 2 && 'GROUP' || 'group' }}
          runs-on: x
          steps: [{run: TMP/visit TMP/log}]
        """)

    assert played.verdicts == {"a/1": "passed", "a/2": "cancelled", "a/3": "passed"}
    assert crowd(played.folder / "log") == 1
    why = Reason("cancelled", "ci/a/3 is newer in its concurrency group")
    assert played.leg("ci/a/2").reason == why
    waiting = [(event.address, event.what) for event in played.of(LegWaiting)]
    assert waiting == [("ci/a/3", "the concurrency group group")]


def test_a_group_may_keep_all_that_wait(play):
    played = play("""
        a:
          strategy: {matrix: {n: [1, 2, 3]}}
          concurrency: {group: one, queue: max}
          runs-on: x
          steps: [{run: TMP/visit TMP/log}]
        """)

    assert set(played.verdicts.values()) == {"passed"}
    assert crowd(played.folder / "log") == 1


def test_a_newer_one_may_cancel_what_plays(play):
    played = play("""
        a:
          concurrency: one
          runs-on: x
          steps: [{run: touch TMP/a; exec sleep 30}]
        b: {runs-on: x, steps: [{run: TMP/await TMP/a}]}
        c:
          needs: b
          concurrency: {group: one, cancel-in-progress: true}
          runs-on: x
          steps: [{run: 'true'}]
        """)

    assert played.verdicts == {"a": "cancelled", "b": "passed", "c": "passed"}


def test_a_leg_takes_its_group_before_it_gets_a_core(play):
    played = play(
        """
        a: {runs-on: x, steps: [{run: 'true'}]}
        b: {concurrency: one, runs-on: x, steps: [{run: 'true'}]}
        c: {concurrency: one, runs-on: x, steps: [{run: 'true'}]}
        d: {concurrency: one, runs-on: x, steps: [{run: 'true'}]}
        """,
        jobs_at_once=1,
    )

    assert played.verdicts == {
        "a": "passed",
        "b": "passed",
        "c": "cancelled",
        "d": "passed",
    }


def grouped(group: str, jobs: str) -> str:
    return f"on: push\nconcurrency: {group}\njobs:\n{indent(dedent(jobs), '  ')}"


def test_workflows_of_one_group_follow_each_other(play):
    step = "[{run: TMP/visit TMP/log}]"
    two = (
        f"a: {{runs-on: x, steps: {step}}}\nb: {{runs-on: x, needs: a, steps: {step}}}"
    )

    played = play(
        {
            "one.yml": grouped("Deploy", two),
            "two.yml": grouped("deploy", f"a: {{runs-on: x, steps: {step}}}"),
            "three.yml": grouped("other", PASS.replace("{runs", "a: {runs")),
        }
    )

    assert {leg.verdict for leg in played.legs} == {Verdict.PASSED}
    assert crowd(played.folder / "log") == 1
    started = [event.address for event in played.of(LegStarted)]
    assert [address for address in started if address != "three/a"] == [
        "one/a",
        "one/b",
        "two/a",
    ]
    assert [event.message for event in played.of(Warned)] == [
        "one and two share the concurrency group deploy: here one follows the other,"
        " on GitHub one may cancel the other"
    ]


def test_a_job_cannot_have_the_group_that_its_workflow_holds(play):
    played = play({"ci.yml": grouped("one", f"a: {{concurrency: ONE, {PASS[1:]}")})

    assert played.verdicts == {"a": "cancelled"}
    assert played.leg("ci/a").reason == Reason(
        "cancelled",
        "Canceling since a deadlock for concurrency group 'ONE' was detected between"
        " 'top level workflow' and 'a'",
    )


@pytest.mark.parametrize(
    ("caller", "callee"),
    [
        pytest.param("concurrency: one", "concurrency: one", id="of its caller"),
        pytest.param("", "concurrency: top", id="of the workflow around it"),
    ],
)
def test_a_called_workflow_cannot_have_a_group_that_is_held(play, caller, callee):
    files = {
        "ci.yml": grouped(
            "top", f"call:\n  uses: ./.github/workflows/called.yml\n  {caller}\n"
        ),
        "called.yml": f"on: workflow_call\n{callee}\njobs:\n  a: {PASS}\n",
    }

    played = play(files)

    assert played.verdicts == {"call": "cancelled"}


def test_calls_of_one_group_follow_each_other(play):
    called = """
    on: workflow_call
    concurrency: one
    jobs: {a: {runs-on: x, steps: [{run: TMP/visit TMP/log}]}}
    """
    jobs = """
    a: {uses: ./.github/workflows/called.yml}
    b: {uses: ./.github/workflows/called.yml}
    """

    played = play({"ci.yml": ci(jobs), "called.yml": called})

    assert played.verdicts == {"a/a": "passed", "b/a": "passed"}
    assert crowd(played.folder / "log") == 1
    assert "ci/a and ci/b share" in played.of(Warned)[0].message


def test_groups_that_wait_for_each_other_end(play):
    played = play(
        {
            "one.yml": grouped("A", f"a: {{concurrency: B, {PASS[1:]}"),
            "two.yml": grouped("B", f"b: {{concurrency: A, {PASS[1:]}"),
        }
    )

    assert {leg.address: leg.verdict.value for leg in played.legs} == {
        "one/a": "cancelled",
        "two/b": "cancelled",
    }
    assert played.leg("one/a").reason == Reason(
        "cancelled", "what it waits for never ends"
    )


# Selection


def test_legs_play_with_what_they_need(play):
    played = play(
        f"""
        a: {PASS}
        b:
          needs: a
          strategy: {{matrix: {{n: [1, 2]}}}}
          runs-on: x
          steps: [{{run: 'true'}}]
        c: {{needs: b, {PASS[1:]}
        d: {PASS}
        """,
        wanted={"leg": ("ci/b/2",)},
    )

    assert played.verdicts == {"a": "passed", "b/2": "passed"}
    assert played.of(RunStarted)[0].legs == ("ci/a", "ci/b/2")


def test_a_leg_may_be_chosen_that_only_the_run_knows(play):
    played = play(
        """
        a: {runs-on: x, outputs: {v: '[3, 4]'}, steps: [{run: 'true'}]}
        b:
          needs: a
          strategy: {matrix: {n: '${{ fromJSON(needs.a.outputs.v) }}'}}
          runs-on: x
          steps: [{run: 'true'}]
        """,
        wanted={"leg": ("ci/b/4",)},
    )

    assert played.verdicts == {"a": "passed", "b/4": "passed"}


def test_a_chosen_leg_that_never_comes_leaves_nothing_to_do(play):
    played = play(
        """
        a: {runs-on: x, outputs: {v: '[3]'}, steps: [{run: 'true'}]}
        b:
          needs: a
          strategy: {matrix: {n: '${{ fromJSON(needs.a.outputs.v) }}'}}
          runs-on: x
          steps: [{run: 'true'}]
        """,
        wanted={"leg": ("ci/b/4",)},
    )

    assert played.verdicts == {"a": "passed"}


def test_a_job_of_a_called_workflow_may_be_chosen(play):
    jobs = f"""
    first: {PASS}
    other: {PASS}
    call: {{needs: first, uses: ./.github/workflows/called.yml}}
    """

    played = play(
        {"ci.yml": ci(jobs), "called.yml": CALLED}, wanted={"leg": ("ci/call/say",)}
    )

    assert played.verdicts == {"call/say": "passed", "first": "passed"}
    assert played.of(RunStarted)[0].legs == ("ci/first", "ci/call/say")


def test_legs_of_a_call_may_be_chosen_that_only_the_run_knows(play):
    jobs = """
    a: {runs-on: x, outputs: {v: '["p", "q"]'}, steps: [{run: 'true'}]}
    call:
      needs: a
      strategy: {matrix: {who: '${{ fromJSON(needs.a.outputs.v) }}'}}
      uses: ./.github/workflows/called.yml
    """

    played = play({"ci.yml": ci(jobs), "called.yml": CALLED}, wanted={"job": ("call",)})

    assert set(played.verdicts) == {
        "a",
        *(f"call/{who}/{job}" for who in "pq" for job in ("say", "after")),
    }


def test_all_of_a_call_comes_along_also_what_only_the_run_knows(play):
    jobs = f"""
    a: {{runs-on: x, outputs: {{v: '["p", "q"]'}}, steps: [{{run: 'true'}}]}}
    call:
      needs: a
      strategy: {{matrix: {{who: '${{{{ fromJSON(needs.a.outputs.v) }}}}'}}}}
      uses: ./.github/workflows/called.yml
    last: {{needs: call, {PASS[1:]}
    other: {PASS}
    """

    played = play(
        {"ci.yml": ci(jobs), "called.yml": CALLED}, wanted={"leg": ("ci/last",)}
    )

    assert played.verdicts == dict.fromkeys(
        ("a", "call/p/after", "call/p/say", "call/q/after", "call/q/say", "last"),
        "passed",
    )


def test_what_needs_a_job_that_nobody_chose_does_not_wait_for_ever(play):
    by_hand = Selection(Criteria(leg=("ci/b",)), ("ci/b",))

    played = play(f"a: {PASS}\nb: {{needs: a, {PASS[1:]}", selection=by_hand)

    assert played.verdicts == {"b": "cancelled"}


# The end before its time


def runs(pid: str) -> bool:
    """Tell whether a process does anything; what nobody has buried yet does not."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", pid], stdout=subprocess.PIPE, text=True
    )
    return state.stdout.strip()[:1] not in ("", "Z")


class Hand:
    """Cancels a run when a leg is at its second step; then may kill it, too."""

    def __init__(
        self, cancellation: Cancellation, address: str, kills: bool = False
    ) -> None:
        self._cancellation = cancellation
        self._address = address
        self._kills = kills

    def __call__(self, event: Any) -> None:
        if isinstance(event, StepStarted):
            if (event.address, event.position) == (self._address, 2):
                self._cancellation.cancel("interrupted")
        elif isinstance(event, Cancelling) and self._kills:
            self._cancellation.kill()


def test_a_cancelled_run_lets_steps_run_that_always_do_and_starts_nothing(play):
    cancellation = Cancellation()
    jobs = f"""
        a:
          runs-on: x
          steps:
          - {{run: 'true'}}
          - {{run: exec sleep 30}}
          - {{if: always(), run: touch TMP/always}}
        b: {{needs: a, if: always(), {PASS[1:]}
        c: {PASS}
        call: {{needs: a, uses: ./.github/workflows/called.yml}}
        """

    played = play(
        {"ci.yml": ci(jobs), "called.yml": CALLED},
        cancellation=cancellation,
        watcher=Hand(cancellation, "ci/a"),
        jobs_at_once=1,
    )

    assert played.verdicts == dict.fromkeys(("a", "b", "c", "call"), "cancelled")
    assert {leg.reason for leg in played.legs} == {Reason("cancelled", "interrupted")}
    assert (played.folder / "always").exists()
    assert [(e.legs, e.killed) for e in played.of(Cancelling)] == [(("ci/a",), False)]


def test_a_killed_run_gives_no_time(play):
    cancellation = Cancellation()

    played = play(
        """
        deaf:
          runs-on: x
          steps:
            - run: |
                trap '' INT TERM
                touch TMP/deaf
                sleep 30 & echo $! > TMP/pid; wait; wait
            - {if: always(), run: touch TMP/always}
        hand:
          runs-on: x
          steps: [{run: TMP/await TMP/pid}, {run: exec sleep 30}]
        """,
        cancellation=cancellation,
        watcher=Hand(cancellation, "ci/hand", kills=True),
    )

    assert played.verdicts == {"deaf": "cancelled", "hand": "cancelled"}
    assert [event.killed for event in played.of(Cancelling)] == [False, True]
    assert not (played.folder / "always").exists()
    assert not runs((played.folder / "pid").read_text().strip())


def test_a_run_that_was_cancelled_before_it_began_plays_nothing(play):
    cancellation = Cancellation()
    cancellation.cancel("interrupted")

    played = play(f"a: {PASS}", cancellation=cancellation)

    assert played.verdicts == {"a": "cancelled"}
    assert played.of(LegStarted) == []


def test_what_goes_wrong_in_a_leg_is_raised_and_leaves_no_leg(play):
    class Broken(Exception):
        pass

    seen: list[Any] = []

    def watch(event: Any) -> None:
        seen.append(event)
        addresses = {e.address for e in seen if isinstance(e, StepStarted)}
        if isinstance(event, StepStarted) and addresses == {"ci/a", "ci/b"}:
            raise Broken("in the thread of a leg")

    with pytest.raises(Broken, match="in the thread"):
        play(
            """
            a: {runs-on: x, steps: [{run: exec sleep 30}]}
            b: {runs-on: x, steps: [{run: exec sleep 30}]}
            """,
            watcher=watch,
        )

    # The fixture finds every thread ended.
    assert [e.result.address for e in seen if isinstance(e, LegFinished)] == []


def test_a_run_has_a_number_and_a_commit_at_once(play, bare_origin):
    played = play(f"""
        a:
          if: github.run_number == 1 && github.sha == '{bare_origin.played}'
          runs-on: x
          steps:
            - run: echo ${{{{ github.run_id }}}} ${{{{ github.run_attempt }}}}
        """)

    assert played.output("ci/a") == "1 1"


# What is said before the first step


def test_the_first_event_names_what_may_play(play):
    played = play(
        f"""
        a: {{strategy: {{matrix: {{n: [1, 2]}}}}, {PASS[1:]}
        b: {{needs: a, if: failure(), {PASS[1:]}
        """,
        notes=("said before",),
        jobs_at_once=3,
    )

    (started,) = played.of(RunStarted)
    assert played.events[0] is started
    assert started.legs == ("ci/a/1", "ci/a/2", "ci/b")
    assert (started.number, started.at_once, started.notes) == (1, 3, ("said before",))
    assert Path(started.folder).is_dir()
    finished = [event.result for event in played.of(LegFinished)]
    assert tuple(finished) == played.legs


def test_workflows_that_the_event_does_not_start_are_not_played(play):
    played = play({"ci.yml": ci(f"a: {PASS}"), "cd.yml": ci(f"a: {FAIL}", "release")})

    assert [leg.address for leg in played.legs] == ["ci/a"]


@pytest.mark.parametrize(
    ("wanted", "verdicts"),
    [
        pytest.param({}, {"cd/a": "passed", "ci/a": "passed"}, id="played, and said"),
        pytest.param({"leg": ("cd/a",)}, {"cd/a": "passed"}, id="not selected"),
    ],
)
def test_a_workflow_is_played_of_which_nobody_knows_whether_it_starts(
    play, push, wanted, verdicts
):
    event = replace(push, changes=Changes(None, reason="the history is cut"))
    paths = "{push: {paths: [docs/**]}}"

    played = play(
        {"ci.yml": ci(f"a: {PASS}", paths), "cd.yml": ci(f"a: {PASS}")},
        event=event,
        wanted=wanted,
    )

    assert {leg.address: leg.verdict.value for leg in played.legs} == verdicts
    said = [warned.message.partition(":")[0] for warned in played.of(Warned)]
    assert said == ["ci may not start"] * ("ci/a" in verdicts)


def test_a_condition_on_what_was_not_played_is_not_rehearsed(play):
    played = play(f"""
        a: {LEFT_OUT}
        b: {{needs: a, if: "false && always()", {PASS[1:]}
        c: {{needs: b, if: "!failure()", {PASS[1:]}
        """)

    assert played.verdicts == {
        "a": "not rehearsed",
        "b": "skipped",
        "c": "not rehearsed",
    }
    reason = played.leg("ci/c").reason
    assert reason and (reason.code, reason.fixable) == ("needs", True)


def test_a_workflow_without_jobs_is_over_at_once(play):
    assert play({"ci.yml": "on: push\njobs: {}\n"}).legs == ()
