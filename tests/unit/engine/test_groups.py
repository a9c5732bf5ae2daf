from __future__ import annotations

import pytest

from understudy.engine.groups import Groups
from understudy.model.plan import Concurrency

DEPLOY = Concurrency("deploy")
QUEUE = Concurrency("deploy", queue="max")
RUDE = Concurrency("deploy", cancel_in_progress=True)


@pytest.fixture
def groups() -> Groups:
    """Return groups of which `first` plays in one."""
    groups = Groups()
    groups.join("first", DEPLOY)
    groups.enter("first", DEPLOY)
    return groups


def test_one_member_plays_at_a_time(groups: Groups):
    groups.join("second", DEPLOY)

    waits = groups.enter("second", DEPLOY)
    groups.leave("first")

    assert (waits, groups.enter("second", DEPLOY)) == (False, True)


def test_the_names_of_groups_have_no_case(groups: Groups):
    other = Concurrency("DEPLOY")
    groups.join("second", other)

    assert groups.enter("second", other) is False


def test_members_of_other_groups_do_not_wait(groups: Groups):
    other = Concurrency("docs")
    groups.join("second", other)

    assert groups.enter("second", other) is True


def test_a_newer_member_takes_the_place_of_one_that_waits(groups: Groups):
    groups.join("second", DEPLOY)

    assert groups.join("third", DEPLOY) == ("second",)
    groups.leave("first")
    assert groups.enter("second", DEPLOY) is False
    assert groups.enter("third", DEPLOY) is True


def test_a_queue_keeps_all_in_their_order(groups: Groups):
    assert groups.join("second", QUEUE) == ()
    assert groups.join("third", QUEUE) == ()

    groups.leave("first")

    assert groups.enter("third", QUEUE) is False
    assert groups.enter("second", QUEUE) is True


def test_a_member_may_end_the_one_that_plays(groups: Groups):
    groups.join("second", DEPLOY)

    assert groups.join("third", RUDE) == ("second", "first")


def test_nobody_is_ended_where_nobody_plays():
    assert Groups().join("first", RUDE) == ()


def test_one_that_gives_up_waiting_makes_room(groups: Groups):
    groups.join("second", QUEUE)
    groups.join("third", QUEUE)

    groups.leave("second")
    groups.leave("first")

    assert groups.enter("third", QUEUE) is True


def test_one_that_did_not_join_does_not_enter():
    assert Groups().enter("first", DEPLOY) is False
