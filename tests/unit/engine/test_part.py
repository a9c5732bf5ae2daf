"""A step at the moment it is played knows when it has to end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from understudy.engine.command import Ending
from understudy.engine.contract import Found
from understudy.engine.outcome import Outcome
from understudy.engine.part import Part
from understudy.engine.posts import Post
from understudy.engine.talk import StepTalk
from understudy.model.template import Condition


@pytest.fixture
def part(leg_state) -> Part:
    """Return the one step of a leg, `true`."""
    step = leg_state.leg.job.steps[0]
    talk = StepTalk(leg_state, step.id)
    return Part(leg_state, step, "Run true", leg_state.moment(step.id), talk, {})


def conditioned(part: Part, text: str) -> Part:
    return replace(part, step=replace(part.step, condition=Condition(text, text)))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        pytest.param("success()", False, id="success"),
        pytest.param("success() && true", False, id="and more"),
        pytest.param("always()", True, id="always"),
        pytest.param("cancelled()", True, id="cancelled"),
        pytest.param("failure()", False, id="failure"),
        pytest.param("!cancelled()", False, id="not cancelled"),
    ],
)
def test_a_cancel_spares_a_step_by_its_condition(part, condition, expected):
    assert conditioned(part, condition).goes_on() is expected


def test_a_cancel_ends_a_step_whose_condition_throws(part):
    thrown = conditioned(part, "always() && fromJSON('')")

    assert thrown.goes_on() is False
    assert part.state.annotations[0].message.startswith("Error parsing fromJson")


def test_a_cancel_spares_the_end_of_an_action(part):
    found = Found(None, "v1")  # type: ignore[arg-type]
    post = Post(part.step, "Post x", "octo/act@v1", found, {})

    assert replace(part, post=post).goes_on() is True


@pytest.mark.parametrize(
    ("deadline", "remaining"),
    [
        pytest.param(None, None, id="no timeout"),
        pytest.param(15.0, 5.0, id="some time"),
        pytest.param(5.0, 0.0, id="none left"),
    ],
)
def test_a_step_knows_what_time_it_has_left(part, deadline, remaining):
    rehearsal = part.state.rehearsal
    services = replace(rehearsal.services, now=lambda: 10.0)
    state = replace(part.state, rehearsal=replace(rehearsal, services=services))

    assert replace(part, state=state, deadline=deadline).remaining() == remaining


def test_a_step_that_was_cancelled_says_so(part):
    assert part.interrupted(Ending.CANCELLED, 130) == Outcome(
        "cancelled", exit_code=130, text="cancelled"
    )
    assert part.state.annotations[0].message == "The operation was canceled."


def test_a_step_that_is_out_of_time_says_so(part):
    outcome = replace(part, minutes=5.0).interrupted(Ending.TIMED_OUT)

    assert (outcome.result, outcome.text) == ("failure", "timed out after 5 minutes")
    assert part.state.annotations[0].message == (
        "The action 'Run true' has timed out after 5 minutes."
    )


def test_the_files_of_a_step_are_read_where_they_are_still_there(part, tmp_path):
    output = tmp_path / "output"
    output.write_bytes(b"size=9\n")
    files = {"output": output, "env": tmp_path / "gone", "path": tmp_path}

    replace(part, files=files).listen()

    assert part.talk.outputs == {"size": "9"}
    assert part.talk.env == {}
    assert not part.talk.failed
