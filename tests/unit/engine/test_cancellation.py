from __future__ import annotations

from understudy.engine.cancellation import Cancellation
from understudy.engine.command import Stop


def test_nothing_ends_before_somebody_asks():
    cancellation = Cancellation(Cancellation())

    assert (cancellation.stop, cancellation.requested, cancellation.reason) == (
        None,
        False,
        "",
    )


def test_a_cancel_says_who_asked_first():
    cancellation = Cancellation()

    cancellation.cancel("ci/tests/3.9 failed")
    cancellation.cancel("Ctrl-C")

    assert cancellation.stop is Stop.CANCEL
    assert cancellation.requested
    assert cancellation.reason == "ci/tests/3.9 failed"


def test_a_cancel_can_be_hardened_and_never_taken_back():
    cancellation = Cancellation()

    cancellation.cancel("Ctrl-C")
    cancellation.kill()
    cancellation.cancel("too late")

    assert cancellation.stop is Stop.KILL
    assert cancellation.reason == "Ctrl-C"


def test_a_kill_out_of_the_blue_says_what_it_is():
    cancellation = Cancellation()

    cancellation.kill()

    assert (cancellation.stop, cancellation.reason) == (Stop.KILL, "killed")


def test_what_ends_the_whole_ends_its_parts():
    run = Cancellation()
    leg = Cancellation(Cancellation(run))

    run.cancel("Ctrl-C")
    before = leg.stop
    run.kill()

    assert (before, leg.stop, leg.reason) == (Stop.CANCEL, Stop.KILL, "Ctrl-C")


def test_what_ends_a_part_leaves_the_whole_alone():
    run = Cancellation()
    leg = Cancellation(run)

    leg.cancel("fail-fast")

    assert (run.requested, leg.reason) == (False, "fail-fast")


def test_a_part_that_was_cancelled_can_be_killed_with_the_whole():
    run = Cancellation()
    leg = Cancellation(run)

    leg.cancel("fail-fast")
    run.kill()

    assert (leg.stop, leg.reason) == (Stop.KILL, "fail-fast")
