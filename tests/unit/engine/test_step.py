"""A step sees what it would see on GitHub, and comes to what it would come to there."""

from __future__ import annotations

import pytest

from understudy.dialects.base import Contexts
from understudy.engine.cancellation import Cancellation
from understudy.engine.job import play_leg
from understudy.expressions import Unknown
from understudy.model.plan import Leaf, Reason
from understudy.model.result import StepResult, Verdict
from understudy.plan.situation import Settings


def test_variables_of_a_step_are_filled_before_its_condition(play):
    played = play(
        """
        - id: a
          env: {A: '${{ env.TOP }}1'}
          if: env.A == 'x1'
          run: echo $A
        - id: b
          if: env.A == 'x1'
          run: echo leaked
        """,
        root="env: {TOP: x}",
    )

    assert played.said() == ["x1"]
    assert played.outcomes == [("a", "passed"), ("b", "skipped")]


def test_variables_of_a_step_do_not_see_each_other(play):
    played = play("- run: echo \"[$B]\"\n  env: {A: '1', B: '${{ env.A }}'}")

    assert played.said() == ["[]"]


def test_a_skipped_step_says_what_was_false(play):
    played = play(
        "- {id: x, run: echo, if: \"github.ref == 'refs/heads/no'\"}",
    )

    assert played.result.steps == (
        StepResult(
            "x",
            "Run echo",
            Verdict.SKIPPED,
            "skipped",
            "skipped",
            reason=Reason(
                "if",
                "`if` is false",
                "github.ref == 'refs/heads/no'",
                (Leaf("github.ref", '"refs/heads/main"'),),
            ),
        ),
    )
    assert played.log == ""


def test_what_a_condition_read_is_shown_without_secrets(play):
    played = play(
        "- {run: echo, if: env.KEY == '1'}",
        job="env: {KEY: '${{ secrets.KEY }}'}",
        settings=Settings(secrets={"KEY": "hunter2"}),
    )

    reason = played.result.steps[0].reason
    assert reason is not None and reason.leaves == (Leaf("env.KEY", '"***"'),)


@pytest.mark.parametrize(
    ("condition", "runs"),
    [
        pytest.param("", False, id="nothing"),
        pytest.param("if: env.A == '1'", False, id="success() is implied"),
        pytest.param("if: failure()", True, id="failure"),
        pytest.param("if: always()", True, id="always"),
        pytest.param("if: '!cancelled()'", True, id="not cancelled"),
        pytest.param("if: cancelled()", False, id="cancelled"),
        pytest.param("if: steps.bad.outcome == 'failure'", False, id="an outcome"),
        pytest.param(
            "if: always() && steps.bad.outcome == 'failure'", True, id="and always"
        ),
    ],
)
def test_after_a_failure_a_step_runs_where_its_condition_says_so(play, condition, runs):
    played = play(
        f"- {{id: bad, run: exit 3}}\n- id: next\n  run: echo ran\n  {condition}",
        job="env: {A: '1'}",
    )

    assert (played.said()[-1] == "ran") is runs
    assert played.result.verdict is Verdict.FAILED


def test_a_condition_that_throws_fails_the_job(play):
    played = play("- {id: x, run: echo ran, if: fromJSON(env.NONE)}")

    assert played.result.verdict is Verdict.FAILED
    assert played.outcomes == [("x", "failed")]
    assert played.messages[0].startswith("Error parsing fromJson")
    assert "ran" not in played.said()
    assert played.result.reason is not None
    assert played.result.reason.text.startswith('step 1 "Run echo ran" Error parsing')


def test_variables_that_cannot_be_filled_fail_a_step_that_would_not_run(play):
    played = play(
        "- {id: x, run: echo, if: failure(), env: {A: '${{ fromJSON(env.NONE) }}'}}"
    )

    assert played.outcomes == [("x", "failed")]


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param("run: echo ${{ secrets.KEY }}", id="a value"),
        pytest.param("run: echo\n  env: {A: '${{ secrets.KEY }}'}", id="a variable"),
    ],
)
def test_a_value_that_is_not_known_here_is_no_failure(play, keys):
    played = play(f"- {keys}", settings=Settings(secrets={"KEY": None}))

    assert played.result.verdict is Verdict.NOT_REHEARSED
    assert played.result.reason is not None
    assert played.result.reason.text.startswith("a value is not known:")
    assert played.result.reason.fixable
    assert played.messages == []


def test_a_condition_that_nobody_can_decide_here_is_no_skip(staged):
    leg, contexts, rehearsal, _ = staged("- {run: echo ran, if: vars.A == '1'}")
    values = {**contexts.values, "vars": {"a": Unknown("a variable of GitHub's")}}

    result = play_leg(
        leg, Contexts(values, contexts.functions), rehearsal, Cancellation(), {}
    )

    assert result.verdict is Verdict.NOT_REHEARSED
    assert result.reason == Reason(
        "if",
        "`if` is not known: a variable of GitHub's",
        "vars.A == '1'",
        (Leaf("vars.A", "not known: a variable of GitHub's"),),
        fixable=True,
    )


def test_a_step_may_fail(play):
    played = play("""
        - {id: x, run: exit 3, continue-on-error: true}
        - run: echo ${{ steps.x.outcome }} ${{ steps.x.conclusion }} ${{ job.status }}
        """)

    step = played.steps["x"]
    assert (step.verdict, step.outcome, step.conclusion) == (
        Verdict.FAILED,
        "failure",
        "success",
    )
    assert played.said()[-1] == "failure success success"
    assert played.result.passed


def test_a_step_may_fail_by_what_it_has_set_itself(play):
    played = play("""
        - run: echo MAY=true >> $GITHUB_ENV; exit 3
          continue-on-error: ${{ env.MAY == 'true' }}
        """)

    assert played.result.passed


def test_whether_a_step_may_fail_is_asked_once_it_has(play):
    keys = "continue-on-error: ${{ fromJSON(env.NONE) }}"

    fine = play(f"- run: 'true'\n  {keys}")
    failed = play(f"- run: exit 3\n  {keys}")

    assert fine.messages == []
    assert fine.result.passed
    assert failed.messages[:2] == [
        "Process completed with exit code 3.",
        "The step failed and an error occurred when attempting to determine whether"
        " to continue on error.",
    ]
    assert failed.messages[2].startswith("Error parsing fromJson")
    assert failed.result.verdict is Verdict.FAILED


def test_a_step_that_takes_too_long_fails(play, fast):
    played = play(
        """
        - id: x
          run: exec sleep 60
          timeout-minutes: 1
        - run: echo after
          if: failure()
        """,
        **fast,
    )

    assert played.steps["x"].verdict is Verdict.FAILED
    assert played.messages == [
        "The action 'Run exec sleep 60' has timed out after 1 minutes."
    ]
    assert played.result.reason == Reason(
        "step", 'step 1 "Run exec sleep 60" timed out after 1 minutes'
    )
    assert played.said()[-1] == "after"


@pytest.mark.parametrize(
    "minutes", ["0", "0.5", "-1"], ids=["none", "half of one", "less than none"]
)
def test_a_step_without_a_whole_minute_has_any(play, fast, minutes):
    played = play(
        f"- {{run: sleep 0.3, timeout-minutes: '${{{{ {minutes} }}}}'}}", **fast
    )

    assert played.result.passed


def test_a_timeout_that_cannot_be_filled_is_none(play):
    played = play("- {run: echo ran, timeout-minutes: '${{ fromJSON(env.NONE) }}'}")

    assert played.said()[-1] == "ran"
    assert played.result.passed
    assert played.messages[0] == (
        "An error occurred when attempting to determine the step timeout."
    )
    assert played.messages[1].startswith("Error parsing fromJson")


def test_what_a_step_says_counts_from_the_next_on(play):
    played = play("""
        - id: x
          run: |
            echo A=1 >> $GITHUB_ENV
            echo /one >> $GITHUB_PATH
            echo /two >> $GITHUB_PATH
            echo size=9 >> $GITHUB_OUTPUT
            echo "[$A]"
        - run: echo $A ${PATH:0:9} ${{ steps.x.outputs.size }} ${{ env.A }}
        """)

    assert played.said() == ["[]", "1 /two:/one 9 1"]


def test_what_a_failing_step_says_counts_as_well(play):
    played = play("""
        - id: x
          run: |
            echo A=1 >> $GITHUB_ENV
            echo size=9 >> $GITHUB_OUTPUT
            exit 3
        - if: always()
          run: echo $A ${{ steps.x.outputs.size }}
        """)

    assert played.said()[-1] == "1 9"


def test_pairs_before_a_bad_line_stay(play):
    played = play("""
        - run: printf 'A=1\\nbad\\nB=2\\n' >> $GITHUB_ENV
        - if: always()
          run: echo "$A [$B]"
        """)

    assert played.messages == [
        "Unable to process file command 'env' successfully.",
        "Invalid format 'bad'",
    ]
    assert played.said()[-1] == "1 []"
    assert played.outcomes[0][1] == "failed"
    assert played.result.reason == Reason(
        "step",
        "step 1 \"Run printf 'A=1\\nbad\\nB=2\\n' >> $GITHUB_ENV\" a command failed",
    )


def test_a_step_that_was_cancelled_stays_so_whatever_its_files_say(
    play, on_sight, fast
):
    played = play(
        f"- run: echo bad >> $GITHUB_ENV; touch {on_sight.flag}; exec sleep 60",
        cancellation=on_sight,
        **fast,
    )

    assert played.result.steps[0].verdict is Verdict.CANCELLED


def test_a_folder_that_is_added_again_moves_to_the_front(play):
    played = play("""
        - run: printf '/one\\n/two\\n' >> $GITHUB_PATH
        - run: echo /one >> $GITHUB_PATH
        - run: echo ${PATH:0:9}
        """)

    assert played.said()[-1] == "/one:/two"


def test_every_step_has_new_files(play):
    played = play("""
        - run: echo A=1 >> $GITHUB_ENV
        - run: cat $GITHUB_ENV; echo "${{ env.A }}"
        """)

    assert played.said() == ["1"]


def test_files_that_a_step_removes_say_nothing(play):
    played = play("- run: rm $GITHUB_ENV $GITHUB_OUTPUT $GITHUB_STEP_SUMMARY")

    assert played.result.passed


def test_an_id_that_nobody_gave_has_no_outputs(play):
    played = play("""
        - run: echo size=9 >> $GITHUB_OUTPUT
        - run: echo "[${{ steps.__run.outputs.size }}]"
        """)

    assert played.said() == ["[]"]


def test_a_summary_is_kept_beside_the_log_without_secrets(play):
    played = play("""
        - run: echo "# Tests of ${{ github.token }}" >> $GITHUB_STEP_SUMMARY; exit 3
        - if: always()
          run: echo "all" >> $GITHUB_STEP_SUMMARY
        """)

    folder = played.rehearsal.run.folder
    assert (folder / "ci" / "test.summary.md").read_text() == "# Tests of ***\n\nall\n"


def test_a_leg_whose_steps_write_no_summary_has_none(play):
    played = play("- run: echo")

    assert [p.name for p in (played.rehearsal.run.folder / "ci").iterdir()] == [
        "test.log"
    ]


@pytest.mark.parametrize(
    ("step", "what"),
    [
        pytest.param("{run: echo, background: true}", "background", id="background"),
        pytest.param("{wait: a}", "wait", id="wait"),
        pytest.param("{wait-all: }", "wait-all", id="wait-all"),
    ],
)
def test_steps_in_the_background_are_not_played_yet(play, step, what):
    first = "- {id: a, run: echo, background: true, if: always() && failure()}\n"

    played = play(f"{first}- {step}")

    assert played.outcomes[0] == ("a", "skipped")
    assert played.result.verdict is Verdict.NOT_REHEARSED
    assert played.result.reason == Reason(
        "action", f"understudy cannot play `{what}` steps yet", fixable=True
    )


@pytest.mark.parametrize(
    "ending", ["", " || true", "; exit 1"], ids=["fails", "passes", "fails later"]
)
def test_what_would_change_this_machine_is_not_played(play, ending):
    played = play(f"- id: x\n  run: sudo apt-get install no-such-package{ending}")

    step = played.steps["x"]
    assert step.verdict is Verdict.NOT_REHEARSED
    assert step.reason == Reason(
        "privilege",
        "`not installed: no-such-package` would change this machine",
        fixable=True,
        command="sudo apt-get install -y no-such-package",
    )
    assert played.messages == []


def test_a_step_that_fails_after_an_earlier_refusal_says_how(play):
    played = play("- run: 'true'\n- run: sudo apt-get update; exit 3")

    assert played.messages == ["Process completed with exit code 3."]


def test_what_changes_nothing_stands_beside_the_verdict_once(play):
    played = play("- id: x\n  run: sudo apt-get update; sudo apt-get update")

    step = played.steps["x"]
    assert step.verdict is Verdict.PASSED
    assert step.notes == ("apt-get: apt-get update",)


def test_what_an_earlier_step_was_refused_is_not_told_twice(play):
    played = play("- run: sudo apt-get update\n- {id: x, run: echo}")

    assert played.steps["x"].notes == ()


def test_a_cancelled_step_was_not_refused_anything(play, on_sight, fast):
    played = play(
        f"- run: sudo reboot || touch {on_sight.flag}; exec sleep 60",
        cancellation=on_sight,
        **fast,
    )

    assert played.result.steps[0].verdict is Verdict.CANCELLED


def test_secrets_and_the_token_are_in_nothing_that_is_shown(play):
    played = play(
        """
        - name: Log in as ${{ secrets.KEY }}
          run: |
            echo ${{ secrets.KEY }} ${{ github.token }} ${{ secrets.GITHUB_TOKEN }}
            echo '::add-mask::later'
            echo "now later"
            echo "::error title=later,file=later::of hunter2"
            printf hunter2 | base64
            exit 3
        """,
        settings=Settings(secrets={"KEY": "hunter2"}),
    )

    assert played.said()[:3] == ["*** *** ***", "now ***", "##[error]of ***"]
    assert "***" == played.said()[3]
    assert played.result.steps[0].name == "Log in as ***"
    shown = f"{played.log}{played.result!r}{played.watcher.events}"
    assert "hunter2" not in shown
    assert "ghs_worthless" not in shown.replace(repr(played.rehearsal), "")
    assert played.result.reason == Reason("step", 'step 1 "Log in as ***" exit 3')
