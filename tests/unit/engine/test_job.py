"""A leg from its first step to its last."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import pytest

from understudy.engine.cancellation import Cancellation
from understudy.engine.command import Stop
from understudy.engine.contract import Played
from understudy.engine.job import LegPlay, play_leg
from understudy.engine.observe import LegStarted, StepFinished, StepStarted, Warned
from understudy.engine.options import RunOptions
from understudy.model.plan import Reason
from understudy.model.result import Verdict


def workspaces(played) -> list[str]:
    folder: Path = played.rehearsal.run.workspaces
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def test_a_leg_passes_when_its_steps_do(play):
    played = play("- {id: a, run: echo one}\n- {id: b, run: echo two}")

    result = played.result
    assert result.verdict is Verdict.PASSED
    assert (result.address, result.job, result.name) == ("ci/test", "test", "test")
    assert result.workflow == ".github/workflows/ci.yml"
    assert result.confinement == "plain"
    assert result.log == str(played.rehearsal.run.log_path("ci/test"))
    assert result.reason is None
    assert played.outcomes == [("a", "passed"), ("b", "passed")]
    assert 0 < sum(step.seconds for step in result.steps) <= result.seconds


def test_who_watches_learns_what_happens_and_where_it_stands_in_the_log(play):
    played = play("- {id: a, run: echo one}\n- {id: b, run: echo, if: failure()}")

    (started,) = played.watcher.of(LegStarted)
    (begun,) = played.watcher.of(StepStarted)
    first, second = played.watcher.of(StepFinished)
    assert (started.address, started.steps, started.log) == (
        "ci/test",
        2,
        played.result.log,
    )
    assert (begun.id, begun.name, begun.position, begun.offset) == (
        "a",
        "Run echo one",
        1,
        0,
    )
    assert (first.result, second.result) == played.result.steps
    assert (first.offset, first.end) == (0, len(played.log))
    assert (second.offset, second.end) == (len(played.log), len(played.log))
    times = [event.seconds for event in played.watcher.events]
    assert times == sorted(times) and times[0] >= 0


def test_who_watches_sees_the_step_that_a_leg_is_at(staged):
    seen = []

    class Looking(Cancellation):
        @property
        def stop(self):
            leg = playing.get("ci/test")
            seen.append(leg.step.id if leg and leg.step else None)
            return None

    leg, contexts, rehearsal, _ = staged("- {id: a, run: sleep 0.2}")
    playing: dict[str, LegPlay] = {}

    play_leg(leg, contexts, rehearsal, Looking(), playing)

    assert seen[0] is None
    assert "a" in seen
    assert playing == {}


@pytest.mark.parametrize(
    ("script", "keep", "left"),
    [
        pytest.param("'true'", False, [], id="passed"),
        pytest.param("'true'", True, ["ci-test"], id="passed, and to be kept"),
        pytest.param("exit 1", False, ["ci-test"], id="failed"),
        pytest.param("twine upload", False, ["ci-test"], id="not rehearsed"),
    ],
)
def test_what_a_leg_leaves_behind(play, script, keep, left):
    played = play(f"- run: {script}", options=RunOptions(keep=keep))

    assert workspaces(played) == left


def test_a_leg_that_breaks_leaves_its_folders_and_no_process(staged):
    def broken(*arguments):
        raise RuntimeError("a mistake of ours")

    leg, contexts, rehearsal, _ = staged("- run: 'true'", stage=broken)

    with pytest.raises(RuntimeError, match="a mistake"):
        play_leg(leg, contexts, rehearsal, Cancellation(), {})
    assert (rehearsal.run.workspaces / "ci-test").is_dir()


def test_processes_that_are_left_are_ended_and_told(play):
    # Between fork and exec it is still called as its shell.
    played = play("""
        - run: |
            sleep 60 >/dev/null 2>&1 &
            disown
            until grep -q sleep /proc/$!/comm; do :; done
        """)

    (warned,) = played.watcher.of(Warned)
    assert warned.message == "sleep was still running, and was ended"
    assert warned.address == "ci/test"
    assert played.result.passed


def test_a_leg_of_which_no_step_ran_says_so(play):
    played = play("- {run: echo, if: failure()}\n- {run: echo, if: cancelled()}")

    assert played.result.verdict is Verdict.PASSED
    (warned,) = played.watcher.of(Warned)
    assert warned.message == "no step of it ran: every `if` was false"


def test_a_step_that_cannot_be_played_stops_the_leg(play):
    played = play("""
        - {id: a, run: 'true'}
        - {id: b, run: twine upload}
        - {id: c, run: echo, if: always()}
        """)

    assert played.outcomes == [("a", "passed"), ("b", "not rehearsed")]
    assert played.result.reason == Reason(
        "network", "`twine upload` would send something out", fixable=True
    )


def test_after_a_failure_what_cannot_be_played_leaves_the_leg_failed(play):
    played = play("- {id: a, run: exit 3}\n- {id: b, run: uv publish, if: always()}")

    assert played.outcomes == [("a", "failed"), ("b", "not rehearsed")]
    assert played.result.verdict is Verdict.FAILED
    assert played.result.reason == Reason("step", 'step 1 "Run exit 3" exit 3')


def test_ends_are_not_played_of_a_leg_that_stopped(act):
    steps = "- {id: a, uses: octo/act@v1}\n- {id: b, run: uv publish}"

    played = act(steps, lambda host: Played(), lambda host: host.log("end"))

    assert played.outcomes == [("a", "passed"), ("b", "not rehearsed")]


def test_a_failure_may_be_tolerated_by_its_job(play):
    failed = play("- run: exit 1", job="continue-on-error: true")

    assert failed.result.tolerated
    assert not failed.result.passed


def test_a_success_needs_no_tolerance(play):
    assert not play("- run: echo", job="continue-on-error: true").result.tolerated


def test_a_cancel_leaves_the_steps_that_always_run(play, on_sight, fast):
    played = play(
        f"""
        - {{id: a, run: "touch {on_sight.flag}; exec sleep 60"}}
        - {{id: b, run: echo b}}
        - {{id: c, run: echo c, if: failure()}}
        - {{id: d, run: 'echo d ${{{{ job.status }}}}', if: cancelled()}}
        - {{id: e, run: echo e, if: always()}}
        """,
        cancellation=on_sight,
        **fast,
    )

    assert [verdict for _, verdict in played.outcomes] == [
        *("cancelled", "skipped", "skipped", "passed", "passed")
    ]
    assert played.said()[-2:] == ["d cancelled", "e"]
    assert played.result.verdict is Verdict.CANCELLED
    assert played.result.reason == Reason("cancelled", "Ctrl-C")


def test_a_cancel_spares_a_step_that_always_runs(play, on_sight, fast):
    played = play(
        f"""
        - id: a
          if: always()
          run: touch {on_sight.flag}; sleep 0.3; echo done
        - run: echo after
        """,
        cancellation=on_sight,
        **fast,
    )

    assert played.said() == ["done"]
    assert [verdict for _, verdict in played.outcomes] == ["passed", "skipped"]
    assert played.result.verdict is Verdict.CANCELLED


def test_a_leg_that_was_cancelled_in_its_last_step_is_cancelled(play, on_sight, fast):
    played = play(
        f"- {{if: always(), run: touch {on_sight.flag}}}", cancellation=on_sight, **fast
    )

    assert played.outcomes[0][1] == "passed"
    assert played.result.verdict is Verdict.CANCELLED


def test_a_leg_that_is_cancelled_before_it_begins_runs_what_always_runs(play):
    cancellation = Cancellation()
    cancellation.cancel("ci/other failed")

    played = play(
        "- run: echo a\n- {run: echo b, if: always()}", cancellation=cancellation
    )

    assert played.said() == ["b"]
    assert played.result.reason == Reason("cancelled", "ci/other failed")


def test_a_kill_spares_nothing(play, on_sight, fast):
    played = play(
        f"""
        - {{id: a, if: always(), run: "touch {on_sight.hard}; exec sleep 60"}}
        - {{id: b, if: always(), run: echo b}}
        """,
        cancellation=on_sight,
        **fast,
    )

    assert played.outcomes == [("a", "cancelled")]
    assert played.result.verdict is Verdict.CANCELLED
    assert played.result.reason == Reason("cancelled", "killed")


def test_a_job_that_takes_too_long_is_cancelled(play, fast):
    played = play(
        """
        - {id: a, run: exec sleep 60}
        - {id: b, run: 'echo ${{ job.status }}', if: always()}
        """,
        job="timeout-minutes: 1",
        **fast,
    )

    message = "The job has exceeded the maximum execution time of 1m0s"
    assert played.outcomes == [("a", "cancelled"), ("b", "passed")]
    assert played.messages == ["The operation was canceled.", message]
    assert played.said()[-1] == "cancelled"
    assert played.result.reason == Reason("cancelled", message)


def test_what_always_runs_has_five_minutes_after_a_cancel(play, fast):
    played = play(
        "- {run: exec sleep 60, if: always()}\n- {run: echo after, if: always()}",
        job="timeout-minutes: 1",
        **fast,
    )

    assert [verdict for _, verdict in played.outcomes] == ["cancelled"]
    assert played.result.verdict is Verdict.CANCELLED
    assert played.result.seconds > 5 * 60


def test_a_job_that_failed_and_is_out_of_time_has_failed(play, fast):
    played = play(
        "- {id: a, run: exit 3}\n- {id: b, run: exec sleep 60, if: failure()}",
        job="timeout-minutes: 1",
        **fast,
    )

    assert played.outcomes == [("a", "failed"), ("b", "cancelled")]
    assert played.result.verdict is Verdict.FAILED
    assert "The job has exceeded" in played.messages[-1]


class AtTheNth(Cancellation):
    """A cancellation that happens when it is asked for the nth time."""

    def __init__(self, asked: int) -> None:
        super().__init__()
        self._left = asked

    @property
    def stop(self) -> Optional[Stop]:
        self._left -= 1
        if self._left < 0:
            self.cancel("Ctrl-C")
        return super().stop


@pytest.mark.parametrize("asked", range(12))
def test_whenever_a_cancel_comes_what_did_not_run_has_not_passed(play, asked):
    played = play("- run: exec sleep 60", cancellation=AtTheNth(asked))

    assert played.result.verdict is Verdict.CANCELLED
    assert played.result.reason == Reason("cancelled", "Ctrl-C")
