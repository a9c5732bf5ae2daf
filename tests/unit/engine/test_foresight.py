"""What cannot be played here is known before a leg starts, where it can be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from understudy.engine import foresight
from understudy.engine.contract import Found
from understudy.engine.here import Here
from understudy.model.plan import Reason

ACT = "- uses: octo/act@v1\n  with: {where: '%s'}"
MISSING = Reason("tool", "no gh for ('ubuntu-latest',)")


@pytest.mark.parametrize(
    ("runner", "reason"),
    [
        pytest.param("ubuntu-latest", None, id="this system"),
        pytest.param(
            "windows-latest",
            Reason("platform", "needs Windows, this is Linux"),
            id="another system",
        ),
        pytest.param(
            "ubuntu-24.04-arm",
            Reason("platform", "needs ARM64, this is X64"),
            id="another machine",
        ),
        pytest.param(
            "ubuntu-18.04",
            Reason(
                "platform",
                "ubuntu-18.04 is retired: on GitHub this job never starts",
                fixable=True,
            ),
            id="a retired one",
        ),
        pytest.param(
            "[self-hosted, gpu]",
            Reason(
                "platform",
                "needs a runner called self-hosted, gpu",
                command='[tool.understudy.runners] "self-hosted" = "here"',
            ),
            id="one of the user's own",
        ),
        pytest.param(
            "big-one",
            Reason(
                "platform",
                "needs a runner called big-one",
                command='[tool.understudy.runners] "big-one" = "here"',
            ),
            id="a name",
        ),
        pytest.param("[self-hosted, mine]", None, id="one that is played here"),
    ],
)
def test_a_leg_is_played_where_its_runner_is_this_machine(foresee, runner, reason):
    found = foresee(
        job=f"runs-on: {runner}", labels=("mine",), here=Here("Linux", "X64")
    )

    assert found == reason


def of(run, **more):
    """Return what the legs of a run are looked at with."""
    services = run.services
    return foresight.Outlook(
        services.actions, services.interpreters, services.here, **more
    )


def test_a_runner_that_is_not_known_is_not_this_machine(staged):
    leg, _, run, _ = staged("- run: x")
    unknown = replace(leg, labels=None)

    found = foresight.obstacle(unknown, None, of(run))  # type: ignore[arg-type]

    assert found == Reason("platform", "its runner is not known", fixable=True)


@pytest.mark.parametrize(
    ("job", "what"),
    [
        pytest.param("container: debian", "it runs in a container", id="container"),
        pytest.param(
            "services: {db: {image: postgres}}",
            "it starts service containers",
            id="services",
        ),
    ],
)
def test_containers_are_not_played_yet(foresee, job, what):
    text = f"{what}, which understudy cannot play yet"

    assert foresee(job=job) == Reason("service", text, fixable=True)


def test_another_system_is_told_before_a_container(foresee):
    found = foresee(job="runs-on: macos-14\ncontainer: debian")

    assert found is not None and found.code == "platform"


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        pytest.param(ACT % "gh", MISSING, id="missing"),
        pytest.param(ACT % "", None, id="nothing missing"),
        pytest.param(f"- run: x\n{ACT % ''}\n{ACT % 'gh'}", MISSING, id="a later one"),
        pytest.param("- {uses: octo/act@v1, with: {WHERE: gh}}", MISSING, id="case"),
        pytest.param(ACT % "${{ env.TOOL }}", MISSING, id="a variable of the job"),
        pytest.param(
            f"{ACT % '${{ env.OWN }}'}\n  env: {{OWN: gh}}", MISSING, id="of the step"
        ),
        pytest.param(
            ACT % "${{ env.LATER || ''gh'' }}", None, id="one that a step may set"
        ),
        pytest.param(ACT % "${{ steps.x.outputs.y || ''gh'' }}", None, id="an output"),
        pytest.param(ACT % "${{ hashFiles(''x'') }}", None, id="files to come"),
        pytest.param(f"{ACT % 'gh'}\n  if: failure()", None, id="it may not run"),
        pytest.param(ACT % "${{ fromJSON(env.TOOL) }}", None, id="it will fail"),
        pytest.param("- uses: octo/other@v1", None, id="nobody knows it"),
        pytest.param("- uses: octo/old@v1", None, id="refused"),
    ],
)
def test_an_action_says_early_what_it_will_miss(foresee, steps, reason):
    assert foresee(steps, job="env: {TOOL: gh}") == reason


def test_a_machine_is_told_what_the_leg_runs_on(staged, tmp_path):
    leg, _, run, _ = staged("- run: x")

    machine = of(run, offline=True, project=tmp_path).machine(leg)

    assert machine.labels == ("ubuntu-latest",)
    assert (machine.offline, machine.project) == (True, tmp_path)
    assert machine.interpreters() == ()


def test_the_inputs_of_a_step_come_before_the_defaults(leg_state):
    class Action:
        INPUTS = {"a": "1", "b": "${{ github.job }}", "c": ""}

    found = Found(Action(), "v1")  # type: ignore[arg-type]
    given = foresight.lowered({"C": "3"})

    inputs = foresight.filled(found, given, leg_state.stage, leg_state.moment())

    assert list(inputs.items()) == [("c", "3"), ("a", "1"), ("b", "test")]


@pytest.mark.parametrize(
    ("line", "comment"),
    [
        pytest.param("uses: octo/act@v1 # v1.2", "v1.2", id="one"),
        pytest.param("uses: octo/act@v1", "", id="none"),
        pytest.param("uses: 'octo/act@v1' #  v1 # x", "v1 # x", id="of two"),
        pytest.param("run: x # v1", "", id="not of an action"),
    ],
)
def test_the_comment_behind_an_action(staged, line, comment):
    leg, *_ = staged(f"- {line}")

    assert foresight.comment(leg.job.steps[0].uses) == comment


@pytest.mark.parametrize(
    ("labels", "label"),
    [
        pytest.param(("ubuntu-latest",), "ubuntu-latest", id="an image"),
        pytest.param(("x", "macos-14"), "macos-14", id="among others"),
        pytest.param(("x",), "", id="none"),
        pytest.param(None, "", id="not known"),
    ],
)
def test_the_label_whose_image_a_leg_runs_on(labels, label):
    assert foresight.image_label(labels) == label
