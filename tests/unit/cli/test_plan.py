"""`understudy plan` says what starts, in every format, and what is wrong."""

from __future__ import annotations

import json

import pytest

from understudy.cli.main import main

CI = """\
name: CI
on: [push, pull_request]
jobs:
  tests:
    strategy: {matrix: {python: ["3.9", "3.10"]}}
    runs-on: mine
    steps: [run: tox]
  bench:
    if: contains(github.event.pull_request.labels.*.name, 'bench')
    runs-on: mine
    steps: [run: bench]
"""
RELEASE = """\
on: {push: {tags: ["v*"]}}
jobs:
  tests: {runs-on: mine, steps: [run: publish]}
"""
BROKEN = """\
on: push
jobs:
  build:
    runs-on: mine
    steps:
      - runn: make
"""
HERE = {"understudy.toml": "[runners]\nmine = 'here'\n"}
FILES = {
    **HERE,
    ".github/workflows/ci.yml": CI,
    ".github/workflows/release.yml": RELEASE,
}


@pytest.fixture
def plan(project, capsys, monkeypatch):
    """Run `understudy plan` in a project; return the code, and both outputs."""

    def run(line: str = "", files: dict[str, str] = FILES, *more: str):
        monkeypatch.chdir(project(files, name="mathkit"))
        code = main(["plan", *line.split(), *more])
        output = capsys.readouterr()
        return code, output.out, output.err

    return run


def test_the_plan_is_a_tree_with_reasons(plan):
    code, out, err = plan("push")

    headline, *lines = out.splitlines()
    assert (code, err) == (0, "")
    assert headline.startswith("mathkit · push to main · at ")
    assert lines[:4] == [
        "ci  .github/workflows/ci.yml  starts on push",
        "├─ tests  3.9  3.10",
        "╰─ bench  ○ does not start: `if` is false",
        "            contains(github.event.pull_request.labels.*.name, 'bench')",
    ]
    assert lines[5].startswith("release  ○ does not start: ")
    assert lines[6:] == [
        "3 legs: 2 start, 1 does not. Nothing was run. next: understudy run push"
    ]


def test_the_next_command_repeats_what_was_asked(plan, tmp_path):
    file = tmp_path / "pr.json"
    file.write_text('{"number": 7}', encoding="utf-8")

    _, out, _ = plan("tag v1.2.3 --payload", FILES, str(file))

    assert out.splitlines()[-1].endswith(
        f"next: understudy run tag v1.2.3 --payload {file}"
    )


def test_where_nothing_starts_there_is_nothing_to_run(plan):
    _, out, _ = plan("issues")

    assert out.splitlines()[-1].endswith("Nothing was run.")


def test_assumptions_are_said_where_they_are_asked_for(plan):
    _, brief, _ = plan("push")
    assert "assumed" not in brief


def test_assumptions_are_said_with_v(plan):
    _, out, _ = plan("push -v")

    assert "\nassumed: repository `local/mathkit`: there is no remote, " in out


def test_less_is_a_line_a_workflow(plan):
    _, out, _ = plan("push -q")

    ci, release = out.splitlines()[1:]
    assert ci == "ci  3 legs: 2 start, 1 does not (bench)"
    assert release.startswith("release  ○ does not start: ")


def test_json_is_the_contract(plan):
    code, out, _ = plan("pr --format json")

    found = json.loads(out)
    assert code == 0
    assert found["schema"] == 1
    assert found["event"]["kind"] == "pull_request"
    assert [one["path"] for one in found["workflows"]] == [
        ".github/workflows/ci.yml",
        ".github/workflows/release.yml",
    ]
    legs = found["workflows"][0]["jobs"][0]["legs"]
    assert [leg["address"] for leg in legs] == ["ci/tests/3.9", "ci/tests/3.10"]
    assert legs[0]["steps"][0]["fidelity"] == "real"


def test_names_are_addresses(plan):
    assert plan("push --format names") == (0, "ci/tests/3.9\nci/tests/3.10\n", "")


def test_mermaid_is_a_flowchart(plan):
    code, out, _ = plan("push --format mermaid")

    assert code == 0
    assert out.startswith('flowchart LR\n  subgraph w0["ci"]\n')


def test_all_is_every_workflow_whatever_the_event(plan):
    _, out, _ = plan("--all")

    lines = out.splitlines()
    assert lines[0] == "every workflow, whatever the event"
    assert lines[-1] == "4 legs. Nothing was run."


def test_all_is_read_as_the_editor_does(project, plan):
    files = {**HERE, ".github/workflows/ci.yml": CI.replace("[push,", "[psuh,")}

    code, out, _ = plan("--all --format json", files)

    (problem,) = json.loads(out)["diagnostics"]
    assert (code, problem["severity"], problem["source"]) == (1, "error", "github")


def test_a_job_that_cannot_but_fail_is_an_error(plan):
    text = CI.replace('["3.9", "3.10"]', "\"${{ fromJSON('[]') }}\"")

    code, out, _ = plan("push", {".github/workflows/ci.yml": text})

    assert code == 1
    assert "tests  ✗ Error when evaluating 'strategy' for job 'tests'." in out
    assert "2 legs: 1 fails, 1 does not." in out


def test_one_workflow_may_be_asked_for(plan):
    _, out, _ = plan("push -w release --format names -w ci.yml")
    assert out == "ci/tests/3.9\nci/tests/3.10\n"


def test_one_workflow_is_shown_alone(plan):
    code, out, _ = plan(
        "push --workflow CI", {**FILES, ".github/workflows/b.yml": BROKEN}
    )

    assert code == 0
    assert "release" not in out


def test_a_workflow_that_is_not_there_is_refused(plan):
    code, _, err = plan("push -w nightly")

    assert code == 2
    assert err == "error: no workflow `nightly`\nhelp: there are ci, release\n"


def test_a_job_is_explained_down_to_its_operands(plan):
    code, out, _ = plan("pr --job bench")

    assert code == 0
    assert out.startswith("ci/bench  .github/workflows/ci.yml:8:3\n")
    assert "false contains(github.event.pull_request.labels.*.name, 'bench')" in out


@pytest.mark.parametrize("name", ["tests", "ci/tests"])
def test_a_job_has_a_name_and_an_address(plan, name):
    _, out, _ = plan(f"push --job {name}")

    jobs = [line for line in out.splitlines() if ".github" in line]
    assert len(jobs) == (2 if name == "tests" else 1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param(
            "--job test", "error: no job `test`\nhelp: near: ci/tests", id="near"
        ),
        pytest.param("--job zzzzzzz", "error: no job `zzzzzzz`\n", id="far"),
        pytest.param(
            "--all push", "--all is for every event, so it takes none", id="all"
        ),
        pytest.param("--job a --format json", "takes no --format", id="two forms"),
        pytest.param(
            "tests", "it is a job: understudy plan --job ci/tests", id="a job"
        ),
        pytest.param("release x y", "takes one word at most", id="too many words"),
        pytest.param("-- x", "`plan` takes nothing behind `--`", id="behind"),
    ],
)
def test_a_wrong_command_is_refused(plan, line, said):
    code, out, err = plan(line)

    assert (code, out) == (2, "")
    assert said in err


def test_a_broken_workflow_is_shown_and_the_others_planned(plan):
    code, out, err = plan("push", {**FILES, ".github/workflows/broken.yml": BROKEN})

    assert (code, err) == (1, "")
    assert "├─ tests  3.9  3.10" in out
    assert "broken  ○ does not start: " in out
    assert "error[workflow-syntax]: Unexpected value 'runn'\n" in out
    assert " --> .github/workflows/broken.yml:6:9\n" in out
    assert out.endswith(
        "\n1 of 3 workflows cannot be read: GitHub fails it and starts the others.\n"
    )


@pytest.mark.parametrize(
    ("files", "ending"),
    [
        pytest.param(["a"], "1 of 1 workflow cannot be read: GitHub fails it.", id="1"),
        pytest.param(
            ["a", "b"], "2 of 2 workflows cannot be read: GitHub fails them.", id="2"
        ),
    ],
)
def test_broken_workflows_are_counted(plan, files, ending):
    broken = {f".github/workflows/{name}.yml": BROKEN for name in files}

    code, out, _ = plan("push", {**HERE, **broken})

    assert code == 1
    assert out.splitlines()[-1] == ending


@pytest.mark.parametrize("line", ["push --job ci/tests", "push --format names"])
def test_where_problems_have_no_room_they_are_counted_beside(plan, line):
    code, _, err = plan(line, {**FILES, ".github/workflows/broken.yml": BROKEN})

    assert code == 1
    assert err.endswith(
        "1 of 3 workflows cannot be read: GitHub fails it and starts the" " others.\n"
    )


def test_a_warning_is_shown_and_breaks_nothing(plan):
    files = {**HERE, ".github/workflows/ci.yml": CI.replace("[push,", "[push, moon,")}

    code, out, _ = plan("push", files)

    assert code == 0
    assert "warning[trigger-syntax]" in out
    assert out.splitlines()[-1] == "1 warning in 1 file"
