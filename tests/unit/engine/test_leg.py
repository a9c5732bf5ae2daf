"""What the steps of a leg share changes with each of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from understudy.dialects.stage import StepEnd
from understudy.engine.command import Command, Ending, Stop
from understudy.engine.leg import CANCEL_SECONDS, LegState


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands at 0."""
    return Clock()


@pytest.fixture
def timed(leg_state: LegState, clock: Clock) -> LegState:
    """Return a leg of one minute that begins at 0."""
    services = replace(leg_state.rehearsal.services, now=clock)
    rehearsal = replace(leg_state.rehearsal, services=services)
    return replace(leg_state, rehearsal=rehearsal, minutes=1.0, begun=0.0)


def test_a_moment_has_what_was_set_so_far(leg_state, tmp_path):
    leg_state.env["A"] = "1"
    leg_state.env["B"] = "1"
    leg_state.ended["x"] = StepEnd("success", "success")

    moment = leg_state.moment("__run", {"env": Path("/files/env")}, {"B": "2"})

    assert moment.env == {"A": "1", "B": "2"}
    assert moment.ended == {"x": StepEnd("success", "success")}
    assert (moment.status, moment.action) == ("success", "__run")
    assert moment.files == {"env": "/files/env"}


def test_a_moment_does_not_change_any_more(leg_state):
    moment = leg_state.moment()

    leg_state.env["A"] = "1"
    leg_state.ended["x"] = StepEnd("success", "success")

    assert (moment.env, moment.ended) == ({}, {})


def test_a_leg_that_is_asked_to_end_stands_as_cancelled(leg_state):
    before = leg_state.status
    leg_state.cancellation.cancel("Ctrl-C")

    assert (before, leg_state.status) == ("success", "cancelled")


def test_the_environment_of_a_step_is_built_of_all(leg_state):
    leg_state.add_paths(["/one"])

    env = leg_state.environment(leg_state.moment(env={"A": "1"}))

    assert (env["A"], env["GITHUB_JOB"], env["CI"]) == ("1", "test", "true")
    assert env["HOME"] == str(leg_state.room.home)
    assert env["PATH"] == f"/one:{leg_state.room.path}"


def test_a_folder_is_searched_once_the_last_one_first(leg_state):
    leg_state.add_paths(["/one", "/two", "/one"])

    assert leg_state.paths == ["/two", "/one"]


def test_what_nobody_has_set_is_named_once(leg_state):
    leg_state.assume(["secrets.A"])
    leg_state.assume(["vars.B", "secrets.A"])

    assert leg_state.assumed == ["secrets.A", "vars.B"]


@pytest.mark.parametrize(
    ("minutes", "lasted"),
    [
        pytest.param(1.0, "1m0s", id="minutes"),
        pytest.param(360.0, "6h0m0s", id="hours"),
        pytest.param(75.0, "1h15m0s", id="both"),
    ],
)
def test_a_job_is_out_of_time_in_the_words_of_the_service(leg_state, minutes, lasted):
    state = replace(leg_state, minutes=minutes)

    assert state.too_long == (
        f"The job has exceeded the maximum execution time of {lasted}"
    )


def test_a_leg_is_cancelled_when_its_minutes_are_over(timed, clock):
    clock.seconds = 59.0
    before = timed.heed()
    clock.seconds = 60.0

    assert (before, timed.heed()) == (None, Stop.CANCEL)
    assert timed.out_of_time
    assert timed.cancellation.reason == timed.too_long


def test_a_leg_that_was_cancelled_is_not_out_of_time_as_well(timed, clock):
    timed.cancellation.cancel("Ctrl-C")
    clock.seconds = 61.0

    assert timed.heed() is Stop.CANCEL
    assert not timed.out_of_time


def test_a_cancel_lasts_five_minutes_from_when_it_was_seen(timed, clock):
    clock.seconds = 10.0
    timed.cancellation.cancel("Ctrl-C")
    timed.heed()
    clock.seconds = 10.0 + CANCEL_SECONDS - 1
    before = timed.heed()
    clock.seconds = 10.0 + CANCEL_SECONDS

    assert (before, timed.heed(), timed.heed()) == (
        Stop.CANCEL,
        Stop.KILL,
        Stop.KILL,
    )


def run(state: LegState, script: str, timeout=None, goes_on=lambda: False):
    command = Command(("bash", "-c", script), str(state.room.workspace), state.start)
    return state.run(command, timeout, goes_on)


def test_a_process_runs_into_the_log(leg_state):
    end = run(leg_state, "echo hello; exit 3")

    assert (end.code, end.ending) == (3, Ending.EXITED)
    assert leg_state.log.tail == b"hello\n"


def test_a_process_has_its_own_timeout(leg_state):
    assert run(leg_state, "exec sleep 60", timeout=0.1).ending is Ending.TIMED_OUT


def test_whether_a_cancel_spares_a_process_is_asked_once(leg_state):
    asked = []
    leg_state.cancellation.cancel("Ctrl-C")

    end = run(leg_state, "sleep 0.4", goes_on=lambda: asked.append(1) is None)

    assert (end.ending, len(asked)) == (Ending.EXITED, 1)


def test_a_cancel_ends_a_process_that_is_not_spared(leg_state):
    leg_state.cancellation.cancel("Ctrl-C")

    assert run(leg_state, "exec sleep 60").ending is Ending.CANCELLED


def test_nobody_is_asked_about_a_kill(leg_state):
    leg_state.cancellation.kill()

    end = run(leg_state, "exec sleep 60", goes_on=lambda: 1 / 0 > 0)

    assert end.ending is Ending.CANCELLED
