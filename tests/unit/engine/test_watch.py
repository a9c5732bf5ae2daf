"""Steps that say nothing are told of, by a clock that the test turns."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Optional

import pytest

from understudy.engine.log import Log
from understudy.engine.mask import Masker
from understudy.engine.observe import Heartbeat, StepStarted
from understudy.engine.watch import SILENCE, Watch


@dataclass
class Clock:
    """Says what time it is."""

    time: float = 100.0

    def __call__(self) -> float:
        return self.time


@dataclass
class State:
    log: Log


@dataclass
class Leg:
    """A leg that is at a step, and writes a log."""

    state: State
    step: Optional[StepStarted] = None


@dataclass
class Scene:
    """One leg, which is watched."""

    clock: Clock
    leg: Leg
    playing: dict[str, Leg]
    watch: Watch
    told: list[Heartbeat]

    def after(self, seconds: float) -> list[Heartbeat]:
        """Return what is told when the watch looks again, so much later."""
        self.told.clear()
        self.clock.time += seconds
        self.watch.look()
        return list(self.told)


@pytest.fixture
def scene(rehearsal):
    told: list[Heartbeat] = []

    class Observer:
        def notify(self, event: Heartbeat) -> None:
            told.append(event)

    clock = Clock()
    leg = Leg(State(Log(io.BytesIO(), Masker())))
    playing = {"ci/a": leg}
    watch = Watch(rehearsal(observer=Observer(), now=clock), playing)
    clock.time += 10
    leg.step = StepStarted(10.0, "ci/a", "s", "Say", 1)
    leg.state.log.write("first", "last")
    scene = Scene(clock, leg, playing, watch, told)
    scene.after(0)
    return scene


def test_a_silent_step_is_told_of_with_its_last_line(scene):
    assert scene.after(SILENCE - 1) == []
    assert scene.after(1) == [
        Heartbeat(40.0, "ci/a", "s", "Say", running=30.0, silent=30.0, line="last")
    ]


def test_it_is_told_again_after_as_long_and_how_long_it_was_in_all(scene):
    scene.after(SILENCE)

    assert scene.after(SILENCE - 1) == []
    assert [beat.silent for beat in scene.after(1)] == [2 * SILENCE]


def test_a_step_that_speaks_is_not_silent(scene):
    scene.after(SILENCE - 1)
    scene.leg.state.log.write("more")

    assert scene.after(SILENCE) == []
    assert [beat.line for beat in scene.after(SILENCE)] == ["more"]


def test_between_two_steps_nobody_is_silent(scene):
    scene.leg.step = None

    assert scene.after(2 * SILENCE) == []


def test_a_leg_that_ended_is_forgotten(scene):
    del scene.playing["ci/a"]
    scene.after(SILENCE)
    scene.playing["ci/a"] = scene.leg

    assert scene.after(SILENCE) == []
    assert len(scene.after(SILENCE)) == 1
