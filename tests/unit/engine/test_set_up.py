"""What comes before the first step happens whatever the steps say."""

from __future__ import annotations

import json

import pytest

from understudy.engine.contract import Refused
from understudy.model.plan import Reason
from understudy.model.result import Verdict
from understudy.plan.situation import Settings


def test_a_step_finds_the_variables_of_workflow_and_job(play):
    played = play("- run: echo $A $B", job="env: {B: '2'}", root="env: {A: '1', B: x}")

    assert played.said() == ["1 2"]


def test_a_step_finds_the_event(play):
    played = play(
        "- run: cat $GITHUB_EVENT_PATH; ls -d $RUNNER_TEMP $RUNNER_TOOL_CACHE"
    )

    *event, _, _ = played.said()
    assert isinstance(json.loads("".join(event)), dict)
    assert played.result.passed


def test_a_step_sees_the_machine_that_it_is_told_of(play):
    played = play("- run: echo ${{ runner.os }} $RUNNER_ARCH ${{ hashFiles('x') }}.")

    system, *_ = played.said()[0].split()
    assert system == "Linux"


@pytest.mark.parametrize(
    "where",
    [
        pytest.param({"job": "env: {A: '${{ fromJSON(vars.NONE) }}'}"}, id="env"),
        pytest.param(
            {"job": "defaults: {run: {shell: '${{ fromJSON(vars.NONE) }}'}}"},
            id="defaults",
        ),
    ],
)
def test_what_cannot_be_filled_fails_the_job_before_its_first_step(play, where):
    played = play("- {run: echo ran, if: always()}", **where)

    assert played.result.verdict is Verdict.FAILED
    assert played.result.steps == ()
    assert played.messages[0].startswith("Error parsing fromJson")
    assert played.result.reason == Reason("expression", played.messages[0])


def test_what_is_not_known_here_fails_nothing(play):
    played = play(
        "- run: echo ran",
        job="env: {A: '${{ secrets.KEY }}'}",
        settings=Settings(secrets={"KEY": None}),
    )

    assert played.result.verdict is Verdict.NOT_REHEARSED
    assert played.result.reason is not None
    assert played.result.reason.text.startswith("a value is not known:")
    assert (played.result.steps, played.messages) == ((), [])


def test_an_action_that_github_refuses_fails_the_job_before_its_first_step(play):
    class Retired:
        def foresees(self, uses):
            return False

        def find(self, uses, comment=""):
            return Refused(f"deprecated version of `{uses}`")

    played = play(
        "- run: echo ran\n- {uses: octo/old@v1, if: failure()}", actions=Retired()
    )

    assert played.result.verdict is Verdict.FAILED
    assert played.messages == ["deprecated version of `octo/old@v1`"]
    assert played.result.reason == Reason("action", played.messages[0])
    assert played.result.steps == ()
    assert "ran" not in played.log


def test_values_that_nobody_has_set_are_told_once(play):
    played = play(
        """
        - run: echo ${{ secrets.TOKEN }} ${{ vars.REGION }}
        - run: echo ${{ secrets.TOKEN }}
        - {run: 'echo ${{ secrets.UNUSED }}', if: failure()}
        """,
        job="env: {A: '${{ secrets.OTHER }}'}",
    )

    assert set(played.result.assumed) == {
        "secrets.OTHER",
        "secrets.TOKEN",
        "vars.REGION",
    }
    assert len(played.result.assumed) == 3
