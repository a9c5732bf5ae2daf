"""What one step says is kept, hidden, and counts once it has ended."""

from __future__ import annotations

import pytest

from understudy.dialects.commands import Said
from understudy.engine.summary import summary_path
from understudy.engine.talk import LONGEST_MESSAGE, MOST_ANNOTATIONS, StepTalk
from understudy.model.result import Annotation


@pytest.fixture
def talk(leg_state) -> StepTalk:
    """Return the talk of a step that hides `hunter2`."""
    talk = StepTalk(leg_state, "x")
    talk.mask("hunter2")
    return talk


def test_a_step_leaves_ten_annotations_of_each_level(talk):
    for number in range(MOST_ANNOTATIONS + 2):
        talk.error(f"error {number}")
    talk.say("warning", "one")

    kept = [found.message for found in talk.state.annotations]
    assert kept == [f"error {number}" for number in range(10)] + ["one"]


def test_the_next_step_leaves_ten_of_its_own(talk):
    for number in range(MOST_ANNOTATIONS + 2):
        talk.error(f"error {number}")

    StepTalk(talk.state, "y").error("another")

    assert talk.state.annotations[-1].message == "another"


def test_an_annotation_is_cut_once_its_secrets_are_hidden(talk):
    talk.annotate(Annotation("error", "hunter2" + "x" * LONGEST_MESSAGE))

    (kept,) = talk.state.annotations
    assert kept.message == "***" + "x" * (LONGEST_MESSAGE - 3)


def test_an_annotation_hides_secrets_wherever_it_has_them(talk):
    talk.annotate(Annotation("notice", "a", title="hunter2", file="hunter2.py", line=3))

    assert talk.state.annotations == [
        Annotation("notice", "a", title="***", file="***.py", line=3)
    ]


def test_who_watches_learns_of_an_annotation_and_its_step(staged, talk):
    talk.error("no")

    event = talk.state.rehearsal.observer._observers[0].events[-1]
    assert (event.address, event.id, event.annotation.message) == ("ci/test", "x", "no")


def test_nothing_counts_before_the_step_has_ended(talk):
    talk.set_variable("A", "1")
    talk.add_path("/one")

    before = dict(talk.state.env), list(talk.state.paths)
    talk.settle()

    assert before == ({}, [])
    assert (talk.state.env, talk.state.paths) == ({"A": "1"}, ["/one"])


def test_what_files_say_is_taken_in(talk):
    talk.set_output("size", "1")
    talk.save_state("key", "1")

    talk.take(
        Said(
            env=(("A", "1"), ("A", "2")),
            outputs=(("size", "2"),),
            state=(("key", "2"),),
            paths=("/one",),
            annotations=(Annotation("error", "no hunter2"),),
        )
    )

    assert (talk.env, talk.outputs, talk.saved, talk.paths, talk.failed) == (
        {"A": "2"},
        {"size": "2"},
        {"key": "2"},
        ["/one"],
        False,
    )
    assert talk.state.annotations == [Annotation("error", "no ***")]
    assert talk.state.log.tail == b"##[error]no ***\n"


def test_files_that_are_wrong_fail_the_step_and_stay_wrong(talk):
    talk.take(Said(failed=True))
    talk.take(Said())

    assert talk.failed


def test_a_summary_goes_into_its_file(talk):
    talk.take(Said(summary="# done\n"))

    path = summary_path(talk.state.rehearsal.run, "ci/test")
    assert path.read_text() == "# done\n"
