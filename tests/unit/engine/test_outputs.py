"""What a leg leaves for the jobs that need it."""

from __future__ import annotations

from understudy.model.plan import Reason
from understudy.model.result import Verdict
from understudy.plan.situation import Settings

SIZE = "outputs: {size: '${{ steps.x.outputs.size }}'}"


def test_the_outputs_of_a_job_are_filled_at_its_end(play):
    played = play("- {id: x, run: echo size=9 >> $GITHUB_OUTPUT}", job=SIZE)

    assert played.result.outputs == {"size": "9"}


def test_a_job_that_failed_has_outputs_too(play):
    played = play("- {id: x, run: echo size=9 >> $GITHUB_OUTPUT; exit 1}", job=SIZE)

    assert (played.result.verdict, played.result.outputs) == (
        Verdict.FAILED,
        {"size": "9"},
    )


def test_an_output_that_is_empty_is_none(play):
    assert play("- {id: x, run: echo}", job=SIZE).result.outputs == {}


def test_an_output_that_holds_a_secret_is_dropped_with_githubs_warning(play):
    played = play(
        "- run: echo",
        job="outputs: {key: 'a ${{ secrets.KEY }}', own: '${{ github.token }}', b: b}",
        settings=Settings(secrets={"KEY": "hunter2"}),
    )

    assert played.result.outputs == {"b": "b"}
    assert played.messages == [
        "Skip output 'key' since it may contain secret.",
        "Skip output 'own' since it may contain secret.",
    ]
    assert "##[warning]Skip output 'key' since it may contain secret." in played.log
    assert played.result.passed


def test_an_output_that_cannot_be_filled_fails_the_job(play):
    played = play("- run: echo", job="outputs: {a: '${{ fromJSON(env.NONE) }}'}")

    first, second = played.messages
    assert first == "Fail to evaluate job outputs"
    assert second.startswith("Error parsing fromJson")
    assert played.result.verdict is Verdict.FAILED
    assert played.result.reason == Reason("expression", second)


def test_a_leg_that_was_not_played_to_its_end_has_no_outputs(play):
    played = play("- run: uv publish", job="outputs: {a: '${{ fromJSON(env.NONE) }}'}")

    assert (played.result.verdict, played.result.outputs, played.messages) == (
        Verdict.NOT_REHEARSED,
        {},
        [],
    )


def test_an_output_that_is_not_known_here_is_no_failure(play):
    played = play(
        "- run: echo",
        job="outputs: {a: '${{ secrets.KEY }}'}",
        settings=Settings(secrets={"KEY": None}),
    )

    assert played.result.verdict is Verdict.NOT_REHEARSED
    assert played.result.reason is not None
    assert played.result.reason.code == "secret"
