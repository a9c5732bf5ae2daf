"""Legs wait for slots, for their job's own limit, and for their groups."""

from __future__ import annotations

from dataclasses import replace

import pytest

from understudy.dialects.base import Contexts
from understudy.engine.agenda import Entry
from understudy.engine.cancellation import Cancellation
from understudy.engine.groups import Groups
from understudy.engine.slots import Candidate, Slots


@pytest.fixture
def candidates(one):
    """Make the legs of one job of three."""

    def make(text: str = "", id: str = "a") -> list[Candidate]:
        job = one(**{id: f"strategy: {{matrix: {{n: [1, 2, 3]}}}}\n{text}"}).job(
            f"ci/{id}"
        )
        entry = Entry(job)
        return [Candidate(entry, leg, Contexts({}), Cancellation()) for leg in job.legs]

    return make


def joined(slots: Slots, legs: list[Candidate]) -> list[Candidate]:
    """Let legs join, and return those that have to end for it."""
    return [other for leg in legs for other in slots.join(leg)]


def test_legs_wait_for_a_core(candidates):
    slots = Slots(2, Groups())
    first, second, third = legs = candidates()
    assert joined(slots, legs) == []

    slots.start(first)
    slots.start(second)
    full = slots.obstacle(third)
    slots.leave(first)

    assert (full, slots.obstacle(third)) == ("a core", None)
    assert (slots.waiting, slots.playing) == ([third], {"ci/a/2": second})


def test_legs_of_a_job_wait_for_its_own_limit(candidates):
    slots = Slots(9, Groups())
    first, second, _ = candidates("", "a")
    limited = candidates("", "b")
    entry = limited[0].entry
    entry.job = replace(entry.job, max_parallel=1)
    joined(slots, [first, second, *limited])

    slots.start(first)
    beside_others = slots.obstacle(limited[0])
    slots.start(limited[0])

    assert beside_others is None
    assert slots.obstacle(limited[1]) == "max-parallel"
    assert slots.obstacle(second) is None


def test_a_newer_leg_of_a_group_takes_the_place_of_one_that_waits(candidates):
    slots = Slots(1, Groups())
    first, second, third = legs = candidates("concurrency: one")

    assert joined(slots, legs) == [second]
    slots.leave(second)
    slots.start(first)
    assert slots.obstacle(third) == "the concurrency group one"
    slots.leave(first)
    assert slots.obstacle(third) is None
    assert third.in_group


def test_a_newer_leg_may_want_the_end_of_one_that_plays(candidates):
    slots = Slots(9, Groups())
    first, second, third = candidates(
        "concurrency: {group: one, cancel-in-progress: true}"
    )
    slots.join(first)
    slots.start(first)

    assert slots.join(second) == (first,)
    assert slots.join(third) == (second, first)


def test_the_others_of_a_job_are_known_whether_they_wait_or_play(candidates):
    slots = Slots(9, Groups())
    first, second, third = legs = candidates()
    joined(slots, [*legs, *candidates("", "b")])
    slots.start(second)

    assert slots.beside(first) == (third, second)


def test_legs_are_left_until_the_last_one_has_left(candidates):
    slots = Slots(9, Groups())
    first, second, _ = candidates()
    joined(slots, [first, second])
    slots.start(first)
    found = [slots.are_left]
    slots.leave(second)
    found.append(slots.are_left)
    slots.leave(first)

    assert [*found, slots.are_left] == [True, True, False]
