"""Legs play in threads that end with them."""

from __future__ import annotations

import threading

import pytest

from understudy.dialects.github import dialect
from understudy.engine.agenda import Entry
from understudy.engine.cancellation import Cancellation
from understudy.engine.slots import Candidate
from understudy.engine.threads import Threads
from understudy.model.result import Verdict
from understudy.plan.planner import leg_contexts
from understudy.plan.situation import Situation


@pytest.fixture
def candidate(planned, push):
    """Make a leg that runs a script."""

    def make(script: str) -> Candidate:
        text = f"on: push\njobs: {{a: {{runs-on: x, steps: [{{run: '{script}'}}]}}}}"
        job = planned({"ci.yml": text}).job("ci/a")
        (leg,) = job.legs
        contexts = leg_contexts(job, leg, Situation(push), dialect)
        return Candidate(Entry(job), leg, contexts, Cancellation(), ("ci/missing",))

    return make


def test_a_leg_ends_with_its_result_and_what_it_was_without(rehearsal, candidate):
    threads = Threads(rehearsal())
    played = candidate("exit 3")

    threads.start(played)
    busy, ended = threads.are_busy, threads.wait(30)

    assert busy and not threads.are_busy
    assert ended and ended[0] is played
    assert (ended[1].verdict, ended[1].without) == (Verdict.FAILED, ("ci/missing",))
    assert threading.enumerate() == [threading.main_thread()]


def test_waiting_ends_without_a_result(rehearsal, candidate):
    threads = Threads(rehearsal())
    threads.start(candidate("exec sleep 30"))

    assert threads.wait(0.05) is None
    assert threads.are_busy
    threads.close()


def test_what_a_leg_raises_is_raised_where_somebody_waits(rehearsal, candidate):
    def broken(tracking: str, folders: tuple[str, ...]) -> None:
        raise KeyError("no cell")

    class Broken:
        name = "broken"
        guarantees = frozenset[str]()
        open = staticmethod(broken)

    threads = Threads(rehearsal(confinement=Broken()))
    threads.start(candidate("true"))

    with pytest.raises(KeyError, match="no cell"):
        threads.wait(30)
    assert threading.enumerate() == [threading.main_thread()]


def test_closing_kills_what_still_plays(rehearsal, candidate):
    threads = Threads(rehearsal())
    played = candidate("trap : INT TERM; while :; do sleep 30; done")
    threads.start(played)
    threads.wait(0.3)

    threads.close()

    assert threading.enumerate() == [threading.main_thread()]
    assert threads.playing == {}
