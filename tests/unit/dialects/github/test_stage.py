"""A leg that plays sees what its steps would see on GitHub."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from textwrap import indent

import pytest

from understudy.dialects.base import Contexts, Ended, Facts, Judgement, Run, Strategy
from understudy.dialects.github import dialect
from understudy.dialects.github.reader import read
from understudy.dialects.github.stage import Stage
from understudy.dialects.stage import Inside, Moment, Setting, StepEnd
from understudy.expressions import ExpressionError
from understudy.model.event import Event
from understudy.model.pipeline import Step
from understudy.model.plan import Leaf
from understudy.model.template import Condition
from understudy.text.source import Source

EVENT = Event(
    "push",
    "refs/heads/main",
    "f" * 40,
    "octo/mathkit",
    actor="octo",
    payload={"after": "f" * 40},
)
SETTING = Setting(
    workspace="/legs/mathkit/mathkit",
    temp="/legs/_temp",
    tool_cache="/tools",
    home="/home/runner",
    event_path="/legs/_temp/event.json",
    token="ghs_token",
)
MOMENT = Moment({"LEVEL": "job"}, action="__run")


def stage(
    steps: str = "", job: str = "", root: str = "", secret: object = "s"
) -> Stage:
    """Return the stage of the one leg of a workflow."""
    text = (
        f"on: push\n{root}\njobs:\n"
        "  first: {runs-on: x, steps: [{run: x}]}\n"
        "  test:\n"
        "    needs: first\n"
        "    runs-on: ubuntu-latest\n"
        f"{indent(job, '    ')}\n"
        "    steps:\n"
        f"{indent(steps or '- run: x', '      ')}\n"
    )
    found = read([Source(".github/workflows/ci.yml", text)])
    assert not [
        one.message for one in found.diagnostics if one.severity.value == "error"
    ]
    workflow = found.workflows[0]
    facts = Facts(
        workflow,
        EVENT,
        vars={"REGION": "eu"},
        secrets={"TOKEN": secret},  # type: ignore[dict-item]
        inputs={"deep": True},
        needs={"first": Ended("success", {"version": "1.2"})},
        run=Run("42", 3),
    )
    contexts = dialect.leg(
        dialect.contexts(facts), {"python": "3.12"}, 1, 4, Strategy(fail_fast=False)
    )
    return Stage(contexts, workflow.jobs[1], workflow, SETTING)


def shown(expression: str, moment: Moment = MOMENT, of: Stage | None = None) -> str:
    """Return what a step sees in place of an expression."""
    played = of or stage()
    return played.default_input(f"${{{{ {expression} }}}}", moment)


def only(played: Stage) -> Step:
    return played.job.steps[0]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param("github.ref", "refs/heads/main", id="the event"),
        pytest.param("github.run_number", "3", id="the run"),
        pytest.param("github.job", "test", id="the job"),
        pytest.param("github.action", "__run", id="the step"),
        pytest.param("github.token", "ghs_token", id="the token"),
        pytest.param("github.workspace", "/legs/mathkit/mathkit", id="the workspace"),
        pytest.param("github.event_path", "/legs/_temp/event.json", id="event file"),
        pytest.param("github.event.after", "f" * 40, id="the payload"),
        pytest.param("github.action_path", "", id="no action"),
        pytest.param("runner.os", "Linux", id="the system"),
        pytest.param("runner.arch", "X64", id="the architecture"),
        pytest.param("runner.name", "understudy", id="the machine"),
        pytest.param("runner.temp", "/legs/_temp", id="temporary files"),
        pytest.param("runner.tool_cache", "/tools", id="the tools"),
        pytest.param("runner.workspace", "/legs/mathkit", id="above the workspace"),
        pytest.param("env.LEVEL", "job", id="the environment"),
        pytest.param("env.level", "", id="its names as they are"),
        pytest.param("job.status", "success", id="the job so far"),
        pytest.param(
            "job.workflow_file_path", ".github/workflows/ci.yml", id="the file"
        ),
        pytest.param("needs.first.outputs.version", "1.2", id="another job"),
        pytest.param("matrix.python", "3.12", id="the matrix"),
        pytest.param("strategy.job-total", "4", id="the legs"),
        pytest.param("strategy.fail-fast", "false", id="the strategy"),
        pytest.param("secrets.TOKEN", "s", id="a secret"),
        pytest.param("secrets.GITHUB_TOKEN", "ghs_token", id="the job's own secret"),
        pytest.param("vars.region", "eu", id="a variable of the service"),
        pytest.param("inputs.deep", "true", id="an input"),
        pytest.param("steps.none.outputs.x", "", id="a step that is not there"),
    ],
)
def test_an_expression_sees_every_context(expression: str, expected: str) -> None:
    assert shown(expression) == expected


def test_steps_that_ended_are_seen_by_their_own_ids_alone() -> None:
    moment = replace(
        MOMENT,
        ended={
            "build": StepEnd("success", "failure", {"name": "a.whl"}),
            "__run": StepEnd("success", "success"),
        },
    )

    assert shown("steps.build.outcome", moment) == "failure"
    assert shown("steps.build.conclusion", moment) == "success"
    assert shown("steps.build.outputs.name", moment) == "a.whl"
    assert shown("join(steps.*.outcome)", moment) == "failure"


def test_services_and_the_container_are_seen_once_they_are_there() -> None:
    played = stage()
    setting = replace(
        played.setting,
        services={"db": {"id": "1", "ports": {"5432": "54321"}}},
        container={"id": "2"},
    )

    of = replace(played, setting=setting)
    assert shown("job.services.db.ports['5432']", of=of) == "54321"
    assert shown("job.container.id", of=of) == "2"
    assert shown("toJSON(job.services)", of=played) == "null"


def test_a_step_inside_an_action_sees_the_actions_inputs_and_place() -> None:
    moment = replace(
        MOMENT,
        status="failure",
        repository="octo/action",
        ref="v1",
        inside=Inside("/actions/one", {"deep": "no"}, status="success"),
    )

    assert shown("inputs.deep", moment) == "no"
    assert shown("github.action_path", moment) == "/actions/one"
    assert shown("github.action_status", moment) == "success"
    assert shown("github.action_repository", moment) == "octo/action"
    assert shown("github.action_ref", moment) == "v1"
    assert shown("success()", moment) == "true"


def test_before_and_after_an_actions_main_steps_the_job_counts() -> None:
    moment = replace(MOMENT, status="failure", inside=Inside("/actions/one"))

    assert shown("success()", moment) == "false"
    assert shown("github.action_status", moment) == ""


def test_a_leg_without_secrets_has_its_token() -> None:
    played = stage()
    values = {**played.contexts.values, "secrets": None}

    of = replace(played, contexts=Contexts(values))

    assert shown("toJSON(secrets)", of=of) == '{\n  "github_token": "ghs_token"\n}'


def test_the_jobs_variables_stand_over_the_workflows() -> None:
    played = stage(
        job="env: {LEVEL: 'job ${{ matrix.python }}', N: 3.10}",
        root="env: {LEVEL: workflow, REGION: '${{ vars.REGION }}'}",
    )

    assert played.job_env() == {"LEVEL": "job 3.12", "REGION": "eu", "N": "3.1"}


def test_a_job_without_variables_has_none() -> None:
    assert stage().job_env() == {}


def test_the_variables_of_a_job_know_no_function_of_a_step() -> None:
    played = stage("- run: x\n  env: {A: '${{ hashFiles(''*'') }}'}")
    env = only(played).env

    with pytest.raises(ExpressionError, match="Unrecognized function: 'hashFiles'"):
        replace(played, job=replace(played.job, env=env)).job_env()


def test_a_steps_variables_see_the_jobs_and_not_each_other() -> None:
    played = stage("""
- env: {LEVEL: 'step over ${{ env.LEVEL }}', BOTH: '${{ env.LEVEL }}!'}
  run: x
""")

    assert played.step_env(only(played), MOMENT) == {
        "LEVEL": "step over job",
        "BOTH": "job!",
    }


def test_a_step_without_variables_or_inputs_has_none() -> None:
    played = stage()

    assert played.step_env(only(played), MOMENT) == {}
    assert played.inputs(only(played), MOMENT) == {}


def test_inputs_are_strings() -> None:
    played = stage(
        "- {uses: a/b@v1, with: {n: 3.10, on: true, m: '${{ matrix.python }}'}}"
    )

    assert played.inputs(only(played), MOMENT) == {
        "n": "3.1",
        "on": "true",
        "m": "3.12",
    }


@pytest.mark.parametrize(
    ("root", "job", "expected"),
    [
        pytest.param("", "", (None, None), id="nothing"),
        pytest.param(
            "defaults: {run: {shell: bash, working-directory: a}}",
            "",
            ("bash", "a"),
            id="the workflow's",
        ),
        pytest.param(
            "",
            "defaults: {run: {working-directory: 'py${{ matrix.python }}'}}",
            (None, "py3.12"),
            id="the job's, with an expression",
        ),
        pytest.param(
            "defaults: {run: {shell: bash, working-directory: a}}",
            "defaults: {run: {working-directory: b}}",
            (None, "b"),
            id="the job's take the place of all the workflow's",
        ),
        pytest.param(
            "",
            "defaults: {run: {shell: '${{ env.NONE }}'}}",
            (None, None),
            id="an empty one is none",
        ),
    ],
)
def test_run_steps_fall_back(
    root: str, job: str, expected: tuple[str | None, str | None]
) -> None:
    assert stage(job=job, root=root).defaults(MOMENT) == expected


@pytest.mark.parametrize(
    ("condition", "status", "expected"),
    [
        pytest.param("", "success", True, id="after success"),
        pytest.param("", "failure", False, id="not after failure"),
        pytest.param("", "cancelled", False, id="not after cancellation"),
        pytest.param("failure()", "failure", True, id="failure"),
        pytest.param("failure()", "cancelled", False, id="cancelled is no failure"),
        pytest.param("cancelled()", "cancelled", True, id="cancelled"),
        pytest.param("always()", "cancelled", True, id="always"),
        pytest.param("env.LEVEL == 'job'", "success", True, id="a value"),
        pytest.param("env.LEVEL == 'job'", "failure", False, id="a value, too late"),
        pytest.param("hashFiles('none') == ''", "success", True, id="files"),
    ],
)
def test_a_step_runs_or_not(
    condition: str, status: str, expected: bool, tmp_path: Path
) -> None:
    played = stage(f'- {{run: x, if: "{condition}"}}')
    of = replace(played, setting=replace(SETTING, hash_root=tmp_path))

    assert of.judge(only(of), replace(MOMENT, status=status)).truth is expected


def test_what_decided_about_a_step_is_named() -> None:
    played = stage("- {run: x, if: env.LEVEL == 'step'}")

    assert played.judge(only(played), MOMENT) == Judgement(
        False, "env.LEVEL == 'step'", (Leaf("env.LEVEL", '"job"'),)
    )


def test_a_step_that_only_earlier_steps_hold_back_says_so() -> None:
    played = stage()

    found = played.judge(only(played), replace(MOMENT, status="failure"))

    assert (found.truth, found.statuses) == (False, True)


def test_a_condition_on_what_nobody_knows_is_undecided() -> None:
    played = stage(secret=None)
    step = replace(only(played), condition=Condition("secrets.TOKEN == 'a'"))

    found = played.judge(step, MOMENT)

    assert (found.truth, found.unknown) == (None, "a secret")
    assert [leaf.text for leaf in found.leaves] == ["secrets.TOKEN"]


def test_a_step_that_waits_has_no_condition() -> None:
    played = stage("- {id: a, run: x, background: true}\n- {wait: a}")

    assert played.judge(played.job.steps[1], MOMENT) == Judgement(True)


def test_a_step_is_named_by_what_is_known() -> None:
    played = stage("""
- {name: 'Test ${{ matrix.python }}', run: x}
- {name: 'Use ${{ secrets.TOKEN }}', run: x}
- {run: 'pytest -k ${{ env.LEVEL }}'}
""", secret=None)  # fmt: skip

    names = [played.name(step, MOMENT) for step in played.job.steps]

    assert names == ["Test 3.12", "Use ${{ secrets.TOKEN }}", "Run pytest -k job"]


def test_strings_flags_and_numbers_are_filled() -> None:
    played = stage("""
- run: echo ${{ matrix.python }}
  continue-on-error: ${{ matrix.python == '3.12' }}
  timeout-minutes: ${{ fromJSON('7.9') }}
""")
    step = only(played)
    assert step.script is not None

    assert played.text(step.script, MOMENT) == "echo 3.12"
    assert played.flag(step.continue_on_error, MOMENT) is True
    assert played.number(step.timeout_minutes, MOMENT) == 7


def test_nothing_said_is_no_flag_and_no_number() -> None:
    assert stage().flag(None, MOMENT) is False
    assert stage().number(None, MOMENT) is None


def test_a_default_without_an_expression_is_as_written() -> None:
    assert stage().default_input("3.10", MOMENT) == "3.10"


def test_outputs_are_filled_at_the_end() -> None:
    played = stage(
        "- {id: build, run: x}", job="outputs: {file: '${{ steps.build.outputs.f }}'}"
    )
    end = StepEnd("success", "success", {"f": "a.whl"})

    moment = replace(MOMENT, ended={"build": end})

    assert played.outputs(moment) == {"file": "a.whl"}
    assert stage().outputs(moment) == {}


BROKEN = "${{ fromJSON('[') }}"
UNKNOWN = "${{ secrets.TOKEN }}"


@pytest.mark.parametrize(
    ("hole", "message"),
    [
        pytest.param(BROKEN, "Error parsing fromJson", id="cannot be evaluated"),
        pytest.param(UNKNOWN, "a value is not known: a secret", id="is not known"),
    ],
)
@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(
            lambda played: replace(
                played, workflow=replace(played.workflow, env=only(played).env)
            ).job_env(),
            id="job_env",
        ),
        pytest.param(
            lambda played: replace(
                played,
                job=replace(
                    played.job,
                    defaults=replace(played.job.defaults, shell=only(played).script),
                ),
            ).defaults(MOMENT),
            id="defaults",
        ),
        pytest.param(lambda played: played.step_env(only(played), MOMENT), id="env"),
        pytest.param(
            lambda played: played.text(only(played).script, MOMENT), id="text"
        ),
        pytest.param(
            lambda played: played.flag(only(played).script, MOMENT), id="flag"
        ),
        pytest.param(
            lambda played: played.number(only(played).script, MOMENT), id="number"
        ),
        pytest.param(
            lambda played: played.inputs(
                replace(only(played), inputs=only(played).env), MOMENT
            ),
            id="inputs",
        ),
        pytest.param(
            lambda played: played.default_input(only(played).script.text, MOMENT),
            id="default_input",
        ),
        pytest.param(
            lambda played: replace(
                played, job=replace(played.job, outputs=only(played).env)
            ).outputs(MOMENT),
            id="outputs",
        ),
    ],
)
def test_what_cannot_be_filled_is_an_error_of_the_expression(
    ask: object, hole: str, message: str
) -> None:
    played = stage(f'- run: {hole}\n  env: {{A: "{hole}"}}', secret=None)

    with pytest.raises(ExpressionError, match=message):
        ask(played)  # type: ignore[operator]


def test_a_condition_that_cannot_be_evaluated_is_an_error() -> None:
    played = stage("- {run: x, if: \"fromJSON('[')\"}")

    with pytest.raises(ExpressionError, match="Error parsing fromJson"):
        played.judge(only(played), MOMENT)


def test_every_step_finds_the_services_variables() -> None:
    moment = replace(
        MOMENT, files={"env": "/legs/_temp/env"}, repository="octo/action", ref="v1"
    )

    variables = stage().variables(moment)

    assert variables["GITHUB_ACTION"] == "__run"
    assert variables["GITHUB_ACTION_REPOSITORY"] == "octo/action"
    assert variables["GITHUB_ACTION_REF"] == "v1"
    assert variables["GITHUB_ENV"] == "/legs/_temp/env"
    assert variables["GITHUB_EVENT_PATH"] == "/legs/_temp/event.json"
    assert variables["GITHUB_JOB"] == "test"
    assert variables["GITHUB_SHA"] == "f" * 40
    assert variables["GITHUB_WORKSPACE"] == "/legs/mathkit/mathkit"
    assert variables["RUNNER_TEMP"] == "/legs/_temp"
    assert variables["RUNNER_TOOL_CACHE"] == "/tools"
    assert variables["CI"] == variables["GITHUB_ACTIONS"] == "true"
    assert "GITHUB_TOKEN" not in variables
    assert "GITHUB_ACTION_PATH" not in variables


def test_the_event_is_its_payload() -> None:
    assert stage().event() == {"after": "f" * 40}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Make a workspace with a file, a folder, and a link to the folder."""
    root = tmp_path / "workspace"
    root.joinpath("lib").mkdir(parents=True)
    root.joinpath("lib", "a.txt").write_text("a", encoding="utf-8")
    root.joinpath("linked").symlink_to("lib")
    return root


def hashed(tree: Path, expression: str) -> str:
    played = stage()
    return shown(
        expression, of=replace(played, setting=replace(SETTING, hash_root=tree))
    )


def test_files_are_hashed_where_the_workspace_is_on_this_machine(tree: Path) -> None:
    relative = hashed(tree, "hashFiles('lib/*.txt')")

    assert len(relative) == 64
    assert hashed(tree, "hashFiles('none')") == ""
    assert relative == hashed(
        tree, "hashFiles(format('{0}/lib/a.txt', github.workspace))"
    )


def test_links_are_followed_on_demand(tree: Path) -> None:
    assert hashed(tree, "hashFiles('linked/*')") == ""
    assert len(hashed(tree, "hashFiles('--FOLLOW-symbolic-links', 'linked/*')")) == 64


def test_other_options_of_hash_files_are_refused(tree: Path) -> None:
    with pytest.raises(ExpressionError, match="Invalid glob option --deep"):
        hashed(tree, "hashFiles('--deep', '**')")


def test_what_a_step_reads_and_nobody_set_is_named() -> None:
    played = stage("""
- name: ${{ vars.A }}
  if: vars.B == '1'
  env: {X: '${{ secrets.C }}${{ secrets.TOKEN }}${{ secrets.GITHUB_TOKEN }}'}
  run: echo ${{ vars.D || vars.region }}
  working-directory: ${{ vars.E }}
  continue-on-error: ${{ vars.F == '1' }}
  timeout-minutes: ${{ fromJSON(vars.G) }}
- {uses: a/b@v1, with: {x: '${{ secrets.H }}'}}
""")

    assert [played.empty(step) for step in played.job.steps] == [
        (
            "vars.A",
            "secrets.C",
            "vars.D",
            "vars.E",
            "vars.F",
            "vars.G",
            "vars.B",
        ),
        ("secrets.H",),
    ]


def test_what_a_job_reads_and_nobody_set_is_named() -> None:
    played = stage(
        job="""
env: {X: '${{ secrets.A }}'}
defaults: {run: {shell: '${{ vars.B }}', working-directory: '${{ vars.C }}'}}
environment: {name: x, url: '${{ vars.D }}'}
container: {image: x, credentials: {username: u, password: '${{ secrets.E }}'}}
services: {db: {image: x, env: {P: '${{ secrets.F }}'}}}
outputs: {o: '${{ vars.G }}'}
""",
        root="env: {X: '${{ secrets.H }}${{ vars.REGION }}'}",
    )

    assert played.empty_in_job() == (
        "secrets.H",
        "secrets.A",
        "vars.B",
        "vars.C",
        "vars.D",
        "secrets.E",
        "secrets.F",
        "vars.G",
    )
