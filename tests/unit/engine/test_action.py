"""A `uses` step is played by what was found for it; its end comes last."""

from __future__ import annotations

import pytest

from understudy.engine.contract import ActionFailed, NotPlayed, Played
from understudy.errors import UnderstudyError
from understudy.model.plan import Reason
from understudy.model.result import Fidelity, Verdict

ACT = "- {id: x, uses: octo/act@v1}"


def nothing(host):
    return Played()


def test_an_action_plays_its_step(act):
    played = act(ACT, lambda host: host.log("hello") or Played())

    step = played.steps["x"]
    assert (step.verdict, step.fidelity) == (Verdict.PASSED, Fidelity.EMULATED)
    assert played.said() == ["hello"]


def test_what_differs_from_the_original_stands_beside_the_verdict(act):
    def main(host):
        return Played(Fidelity.REAL, ("3.11.7 for 3.11.9",))

    played = act(ACT, main, notes=("taken for v1",))

    step = played.steps["x"]
    assert step.fidelity is Fidelity.REAL
    assert step.notes == ("taken for v1", "3.11.7 for 3.11.9")


def test_an_action_sees_what_its_step_gives_and_the_defaults(act):
    seen = {}

    def main(host):
        seen.update(inputs=dict(host.inputs), given=dict(host.given), ref=host.ref)
        return Played()

    act("- uses: octo/act@v1\n  with: {Where: '${{ github.job }}'}", main)

    assert seen["given"] == {"where": "test"}
    assert seen["inputs"] == {
        "where": "test",
        "level": "low",
        "token": "ghs_worthless",
    }
    assert seen["ref"] == "v1"


def test_the_log_says_what_is_played_and_no_secret(act):
    played = act("- uses: octo/act@v1\n  with: {where: a}\n  env: {A: '1'}", nothing)

    assert played.log == (
        "##[group]Run octo/act@v1\nwith:\n  where: a\n  level: low\n  token: ***\n"
        "env:\n  A: 1\n##[endgroup]\n"
    )


def test_a_process_of_an_action_knows_which_action_it_is_of(act):
    def main(host):
        names = ("GITHUB_ACTION_REPOSITORY", "GITHUB_ACTION_REF")
        host.log(*(host.env[name] for name in names))
        return Played()

    assert act("- uses: octo/act/sub@v2", main).said() == ["octo/act", "v2"]
    assert act("- uses: octo/act@v1", main).said() == ["octo/act", "v1"]


def test_unknown_inputs_are_a_warning_as_on_github(act):
    played = act("- uses: octo/act@v1\n  with: {levle: high, Level: x, b: ''}", nothing)

    message = (
        "Unexpected input(s) 'levle', 'b', valid inputs are ['level', 'token', 'where']"
    )
    (annotation,) = played.result.annotations
    assert (annotation.level, annotation.message) == ("warning", message)
    assert f"##[warning]{message}" in played.log
    assert played.result.passed


def test_an_action_fails_as_its_original_does(act):
    def main(host):
        raise ActionFailed("no file matches", "look at `where`")

    played = act(ACT, main)

    step = played.steps["x"]
    assert (step.verdict, step.fidelity) == (Verdict.FAILED, Fidelity.EMULATED)
    assert played.messages == ["no file matches"]
    assert played.result.reason == Reason(
        "step", 'step 1 "Run octo/act@v1" no file matches'
    )


def test_an_action_that_cannot_be_played_says_why(act):
    reason = Reason("interpreter", "no Python 3.13 here", fixable=True)

    def main(host):
        raise NotPlayed(reason)

    played = act(f"{ACT}\n- run: echo after", main)

    assert played.outcomes == [("x", "not rehearsed")]
    assert played.steps["x"].reason == played.result.reason == reason
    assert "##[warning]not rehearsed: no Python 3.13 here" in played.log


def test_a_built_in_that_cannot_go_on_is_no_failure_of_the_pipeline(act):
    def main(host):
        raise UnderstudyError("no prefix can be made", "make room")

    played = act(ACT, main)

    assert played.result.verdict is Verdict.NOT_REHEARSED
    assert played.result.reason == Reason(
        "action", "octo/act: no prefix can be made", fixable=True, command="make room"
    )


def test_an_action_that_nobody_knows_stops_its_leg(play):
    played = play("- run: 'true'\n- uses: octo/other@v1\n- run: echo after")

    assert [verdict for _, verdict in played.outcomes] == ["passed", "not rehearsed"]
    assert played.result.verdict is Verdict.NOT_REHEARSED
    assert played.result.reason == Reason(
        "action", "octo/other@v1: no built-in plays it", fixable=True
    )
    assert played.messages == []


def test_the_comment_behind_a_pin_is_asked_about(play):
    asked = []

    class Asked:
        def foresees(self, uses):
            return True

        def find(self, uses, comment=""):
            asked.append((uses, comment))
            return Reason("action", "unknown ref", fixable=True)

    play("- uses: octo/act@0123 # v4.2.2", actions=Asked())

    assert set(asked) == {("octo/act@0123", "v4.2.2")}


def test_an_input_that_cannot_be_filled_fails_the_step(act):
    played = act(
        "- uses: octo/act@v1\n  with: {where: '${{ fromJSON(env.A) }}'}", nothing
    )

    assert played.result.verdict is Verdict.FAILED
    assert played.messages[0].startswith("Error parsing fromJson")


def test_the_ends_of_actions_come_last_one_first(act):
    def main(host):
        host.save_state("level", host.inputs["level"])
        return Played()

    def post(host):
        host.log(f"end of {host.state['level']}")

    played = act(
        """
        - {id: a, uses: octo/act@v1, with: {level: one}}
        - {id: b, uses: octo/act@v1, with: {level: two}}
        - run: echo work
        """,
        main,
        post,
    )

    end = "Post job cleanup."
    assert played.said() == ["work", end, "end of two", end, "end of one"]
    assert played.outcomes[-2:] == [("__post_b", "passed"), ("__post_a", "passed")]
    assert played.steps["__post_a"].name == "Post Run octo/act@v1"


def test_an_action_ends_also_after_its_own_failure(act):
    def main(host):
        raise ActionFailed("no")

    played = act(ACT, main, lambda host: host.log(f"job: {host.status}"))

    assert played.outcomes == [("x", "failed"), ("__post_x", "passed")]
    assert played.said()[-1] == "job: failure"


def test_an_action_ends_also_where_it_could_not_begin(act):
    steps = "- {id: x, uses: octo/act@v1, with: {where: '${{ fromJSON(env.A) }}'}}"

    played = act(f"- run: echo A=1 >> $GITHUB_ENV; exit 0\n{steps}", nothing, nothing)
    broken = act(steps, nothing, nothing)

    assert played.outcomes[-1] == ("__post_x", "passed")
    assert [verdict for _, verdict in broken.outcomes] == ["failed", "failed"]


def test_a_skipped_action_has_nothing_to_end(act):
    played = act(f"- run: echo\n{ACT[:-1]}, if: 'false'}}", nothing, nothing)

    assert [verdict for _, verdict in played.outcomes] == ["passed", "skipped"]


def test_an_end_that_fails_fails_the_job(act):
    def post(host):
        raise ActionFailed("not saved")

    played = act(ACT, nothing, post)

    assert played.result.verdict is Verdict.FAILED
    assert played.result.reason == Reason(
        "step", 'step 2 "Post Run octo/act@v1" not saved'
    )


def test_an_end_that_fails_may_do_so_where_its_step_may(act):
    def post(host):
        raise ActionFailed("not saved")

    played = act(f"{ACT[:-1]}, continue-on-error: true}}", nothing, post)

    assert played.result.passed
    assert played.steps["__post_x"].outcome == "failure"


def test_an_end_that_cannot_be_played_leaves_the_leg_unplayed(act):
    def post(host):
        raise NotPlayed(Reason("tool", "no node here"))

    played = act(ACT, nothing, post, notes=("once",))

    assert played.result.verdict is Verdict.NOT_REHEARSED
    assert played.steps["__post_x"].fidelity is Fidelity.NONE


def test_an_end_has_the_variables_of_its_step_and_not_its_notes(act):
    played = act(
        "- {id: x, uses: octo/act@v1, env: {A: own}}",
        nothing,
        lambda host: host.log(host.env["A"]),
        notes=("taken for v1",),
    )

    assert played.said()[-1] == "own"
    assert played.steps["__post_x"].notes == ()


def test_the_outputs_of_an_action_are_those_of_its_step(act):
    def main(host):
        host.set_output("path", "dist")
        return Played()

    played = act(f"{ACT}\n- run: echo ${{{{ steps.x.outputs.path }}}}", main)

    assert played.said() == ["dist"]


def test_the_files_of_an_action_are_read_as_well(act):
    def main(host):
        host.run(["bash", "-c", "echo A=1 >> $GITHUB_ENV; echo b=2 >> $GITHUB_OUTPUT"])
        return Played()

    played = act(f"{ACT}\n- run: echo $A ${{{{ steps.x.outputs.b }}}}", main)

    assert played.said()[-1] == "1 2"


@pytest.mark.parametrize("half", ["main", "post"])
def test_an_action_ends_when_its_leg_is_killed(act, on_sight, fast, half):
    def sleep(host):
        host.run(["bash", "-c", f"touch {on_sight.hard}; exec sleep 60"])
        raise AssertionError("it went on")

    halves = (sleep, None) if half == "main" else (nothing, sleep)
    played = act(f"{ACT}", *halves, cancellation=on_sight, **fast)

    step = played.result.steps[-1]
    assert (step.verdict, step.fidelity) == (Verdict.CANCELLED, Fidelity.EMULATED)
    assert played.messages == ["The operation was canceled."]


def test_a_cancel_ends_a_main_and_spares_an_end(act, on_sight, fast):
    def main(host):
        host.run(["bash", "-c", f"touch {on_sight.flag}; exec sleep 60"])
        raise AssertionError("it went on")

    def post(host):
        host.run(["bash", "-c", "sleep 0.3; echo cleaned up"], say=False)

    played = act(ACT, main, post, cancellation=on_sight, **fast)

    assert played.outcomes == [("x", "cancelled"), ("__post_x", "passed")]
    assert played.said()[-1] == "cleaned up"
    assert played.result.verdict is Verdict.CANCELLED


def test_an_action_that_is_out_of_time_fails(act, fast):
    def main(host):
        host.run(["sleep", "60"])
        raise AssertionError("it went on")

    played = act(f"{ACT[:-1]}, timeout-minutes: 1}}", main, **fast)

    assert played.steps["x"].verdict is Verdict.FAILED
    assert played.messages == [
        "The action 'Run octo/act@v1' has timed out after 1 minutes."
    ]
