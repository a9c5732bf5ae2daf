"""A `run` step is played by the shell that GitHub would take, and judged as there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from understudy.model.plan import Reason
from understudy.model.result import Fidelity, Verdict


def test_a_script_runs_in_the_workspace_with_its_output_in_the_log(play):
    played = play('- run: |\n    pwd\n    echo "on stderr" >&2')

    where, other = played.said()
    assert Path(where).parts[-3:] == ("work", "mathkit", "mathkit")
    assert other == "on stderr"


def test_the_log_says_what_is_played(play):
    played = play("- run: 'true'", job="env: {A: '1'}")

    assert "##[group]Run true\ntrue\nshell: " in played.log
    assert "/bash -e {0}\nenv:\n  A: 1\n##[endgroup]\n" in played.log


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        pytest.param("", ["after"], id="nobody names a shell: no pipefail"),
        pytest.param("shell: bash", [], id="bash: pipefail"),
        pytest.param("shell: sh", ["after"], id="sh"),
        pytest.param("shell: bash {0}", ["after"], id="its own arguments"),
    ],
)
def test_a_broken_pipe_ends_a_script_as_its_shell_wants(play, keys, expected):
    played = play(f"- run: |\n    false | true\n    echo after\n  {keys}")

    assert [line for line in played.said() if line == "after"] == expected
    assert played.result.passed is bool(expected)


def test_a_script_stops_at_the_first_command_that_fails(play):
    played = play("- run: |\n    false\n    echo after")

    assert "after" not in played.said()
    assert played.result.verdict is Verdict.FAILED


def test_a_shell_may_be_the_default_of_a_job(play):
    played = play(
        "- run: import sys; print(sys.flags.optimize)",
        job="defaults: {run: {shell: 'python3 -O {0}'}}",
    )

    assert played.said() == ["1"]


def test_a_step_has_its_own_shell_and_folder_before_those_of_the_job(play):
    played = play(
        """
        - run: mkdir a b
          working-directory: .
        - run: basename $PWD
        - run: basename $PWD
          working-directory: b
        - run: print(1 + 1)
          shell: python3 {0}
        """,
        job="defaults: {run: {working-directory: a}}",
    )

    assert played.said() == ["a", "b", "2"]


def test_a_folder_may_be_empty_which_is_the_workspace(play):
    played = play(
        "- run: basename $PWD\n  working-directory: ${{ env.NONE }}",
        job="defaults: {run: {working-directory: missing}}",
    )

    assert played.said() == ["mathkit"]


def test_an_exit_code_is_the_failure(play):
    played = play("- id: x\n  run: exit 3")

    step = played.steps["x"]
    assert (step.verdict, step.exit_code) == (Verdict.FAILED, 3)
    assert played.messages == ["Process completed with exit code 3."]
    assert "##[error]Process completed with exit code 3." in played.log
    assert played.result.reason == Reason("step", 'step 1 "Run exit 3" exit 3')


def test_a_missing_folder_is_a_failure(play):
    played = play("- run: 'true'\n  working-directory: missing")

    (message,) = played.messages
    assert "work/mathkit/mathkit/missing'. No such file or directory" in message
    assert played.result.verdict is Verdict.FAILED


def test_a_wrong_shell_is_a_failure(play):
    played = play("- run: 'true'\n  shell: bash -x")

    assert played.result.verdict is Verdict.FAILED
    assert played.messages[0].startswith("Invalid shell option.")


def test_a_shell_that_is_nowhere_is_a_failure(play):
    played = play("- run: 'true'\n  shell: nowhere {0}")

    assert played.result.verdict is Verdict.FAILED
    assert played.messages == ["nowhere: command not found"]
    assert "shell: nowhere {0}" in played.log


def test_a_shell_that_the_image_has_is_no_failure(play):
    played = play("- run: 'true'\n  shell: swift {0}")

    assert played.result.verdict is Verdict.NOT_REHEARSED
    assert played.result.reason == Reason(
        "tool", "no swift here, which the hosted machine has", fixable=True
    )
    assert played.messages == []


def test_a_command_that_the_image_has_is_no_failure(play):
    played = play("- id: x\n  run: nbgv apply -f x.yml")

    step = played.steps["x"]
    assert (step.verdict, step.exit_code) == (Verdict.NOT_REHEARSED, 127)
    assert step.reason == Reason(
        "tool", "no nbgv here, which the hosted machine has", fixable=True
    )
    assert step.fidelity is Fidelity.NONE
    assert played.messages == []


def test_a_command_that_no_machine_has_is_a_failure(play):
    played = play("- run: nowhere --version")

    assert played.result.verdict is Verdict.FAILED
    assert played.messages == ["Process completed with exit code 127."]


def test_a_command_that_an_earlier_step_did_not_find_is_not_to_blame(play):
    played = play("- run: nbgv || true\n- run: echo hello; exit 127")

    assert played.result.verdict is Verdict.FAILED


@pytest.mark.parametrize(
    ("script", "verdict"),
    [
        pytest.param("nbgv || true", Verdict.PASSED, id="nobody minds"),
        pytest.param("nbgv || exit 1", Verdict.FAILED, id="somebody does"),
    ],
)
def test_a_missing_tool_that_a_script_survives_stands_beside_its_verdict(
    play, script, verdict
):
    played = play(f"- id: x\n  run: {script}")

    assert played.result.verdict is verdict
    assert played.steps["x"].notes == ("no nbgv here, which the hosted machine has",)


def test_on_a_machine_of_the_users_own_nothing_is_missing(play):
    played = play("- run: nbgv version", job="runs-on: x")

    assert played.result.verdict is Verdict.FAILED


@pytest.mark.parametrize(
    ("keys", "verdict"),
    [
        pytest.param("", Verdict.NOT_REHEARSED, id="the default shell"),
        pytest.param("shell: bash", Verdict.NOT_REHEARSED, id="bash"),
        pytest.param("shell: pwsh", Verdict.NOT_REHEARSED, id="PowerShell"),
        pytest.param("shell: python3 {0}", Verdict.FAILED, id="Python"),
    ],
)
def test_what_would_be_sent_is_not(play, keys, verdict):
    played = play(f"- run: uv publish\n  {keys}")

    assert played.result.verdict is verdict
    if verdict is Verdict.NOT_REHEARSED:
        text = "`uv publish` would send something out"
        assert played.result.reason == Reason("network", text, fixable=True)
        assert "##[group]Run" not in played.log


def test_a_command_of_the_log_may_make_a_step_fail(play):
    played = play("- id: x\n  run: 'echo ::set-env name=A::b'")

    assert played.steps["x"].verdict is Verdict.FAILED
    assert played.result.reason == Reason(
        "step", 'step 1 "Run echo ::set-env name=A::b" a command failed'
    )


def test_a_stopped_log_obeys_nothing_until_its_token(play):
    played = play("""
        - run: |
            echo '::stop-commands::a-long-token'
            echo '::error::no'
            echo '::a-long-token::'
            echo '::error::yes'
        """)

    assert played.messages == ["yes"]


def test_a_step_is_not_asked_for_commands_by_the_log_of_another(play):
    played = play("""
        - run: echo '::stop-commands::token'
        - run: echo '::warning::heard'
        """)

    assert played.messages == ["heard"]


def test_the_script_itself_is_gone_afterwards(play):
    played = play("- run: exit 1", job="env: {KEEP: ''}")

    root = played.rehearsal.run.workspaces / "ci-test"
    assert list(Path(root, "work", "_temp").glob("*.sh")) == []


def test_ci_may_be_replaced_and_github_actions_may_not(play):
    played = play(
        "- run: echo $CI $GITHUB_ACTIONS $GITHUB_JOB",
        job="env: {CI: own, GITHUB_ACTIONS: own, GITHUB_JOB: own}",
    )

    assert played.said() == ["own true test"]


def test_nothing_of_the_developers_environment_reaches_a_step(play, monkeypatch):
    monkeypatch.setitem(os.environ, "SECRET_OF_MINE", "hunter2")

    played = play('- run: echo "[$SECRET_OF_MINE] $CI"')

    assert played.said() == ["[] true"]


def test_a_cancel_ends_a_script_that_does_not_want_to_go_on(play, on_sight, fast):
    played = play(
        f"- id: x\n  run: touch {on_sight.flag}; exec sleep 60",
        cancellation=on_sight,
        **fast,
    )

    step = played.steps["x"]
    assert (step.verdict, step.outcome) == (Verdict.CANCELLED, "cancelled")
    assert played.messages == ["The operation was canceled."]
    assert played.result.reason == Reason("cancelled", "Ctrl-C")


def test_a_tool_that_did_nothing_is_a_warning_beside_the_verdict(play):
    played = play("- run: echo '===== no tests ran in 0.01s ====='")

    assert played.result.passed
    assert [(found.level, found.message) for found in played.result.annotations] == [
        ("warning", "pytest ran no tests, and exit 0")
    ]


def test_a_tool_that_did_nothing_and_failed_is_only_a_failure(play):
    played = play("- run: echo '===== no tests ran in 0.01s ====='; exit 5")

    assert [found.level for found in played.result.annotations] == ["error"]


def test_a_script_that_did_nothing_and_passed_is_told(play):
    played = play("- run: echo 'no tests ran in 0.01s'")

    assert played.result.passed
    (annotation,) = played.result.annotations
    assert annotation.level == "warning"
    assert annotation.message.endswith(", and exit 0")
