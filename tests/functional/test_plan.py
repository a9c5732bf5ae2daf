"""Plans of whole projects, from the command line to the exit code."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from understudy.cli.main import main

CI = ".github/workflows/ci.yml"
RELEASE = ".github/workflows/release.yml"
STEPS = "    runs-on: mine\n    steps: [{run: tox}]\n"
FILES = {
    "understudy.toml": "[runners]\nmine = 'here'\n",
    CI: f"""\
on:
  push: {{branches: [main]}}
  pull_request: {{paths: ["src/**"]}}
  workflow_call:
jobs:
  tests:
    strategy: {{matrix: {{python: ["3.9", "3.10"]}}}}
{STEPS}
""",
    RELEASE: f"""\
on: {{push: {{tags: ["v*"]}}}}
jobs:
  ci: {{uses: ./{CI}}}
  guard:
    if: github.ref_type == 'tag'
    needs: ci
{STEPS}
""",
    "src/a.py": "",
}


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True)


def planned(capsys: pytest.CaptureFixture[str], root: Path, *words: str):
    """Return the plan of some words, by the paths of the workflows."""
    assert main(["plan", *words, "-C", str(root), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    return {one["path"]: one for one in found["workflows"]}, found


def test_a_tag_starts_the_release_with_all_that_it_calls(project, capsys):
    workflows, _ = planned(capsys, project(FILES), "tag", "v1.2.3")

    assert workflows[CI]["starts"] == "no"
    call, guard = workflows[RELEASE]["jobs"]
    (tests,) = call["calls"]["jobs"]
    assert [leg["address"] for leg in tests["legs"]] == [
        "release/ci/tests/3.9",
        "release/ci/tests/3.10",
    ]
    assert (guard["starts"], guard["needs"]) == ("yes", ["ci"])
    assert guard["if"] == "success() && (github.ref_type == 'tag')"


def test_a_branch_is_a_pull_request_that_its_files_decide(project, capsys):
    root = project(FILES)
    git(root, "switch", "--quiet", "--create", "faster")
    (root / "README.md").write_text("new\n", encoding="utf-8")
    git(root, "add", "README.md")

    before, _ = planned(capsys, root)
    (root / "src/a.py").write_text("new\n", encoding="utf-8")
    after, whole = planned(capsys, root)

    assert before[CI]["starts"] == "no"
    assert "README.md" in before[CI]["reason"]["text"]
    assert after[CI]["starts"] == "yes"
    assert whole["event"]["kind"] == "pull_request"
    assert whole["event"]["base"] == "main"
    assert whole["event"]["dirty"] is True


def test_a_remote_workflow_comes_from_a_checkout(project, capsys):
    flows = project({CI: FILES[CI]}, name="flows")
    caller = f"on: push\njobs:\n  call: {{uses: acme/flows/{CI}@v2}}\n"
    root = project({CI: caller})

    without, _ = planned(capsys, root, "push")
    local = ("--local-repository", f"acme/flows@v2={flows}")
    given, _ = planned(capsys, root, "push", *local)

    (job,) = without[CI]["jobs"]
    assert job["starts"] == "unknown"
    assert "--local-repository acme/flows@v2=PATH" in job["reason"]["text"]
    (job,) = given[CI]["jobs"]
    assert [one["id"] for one in job["calls"]["jobs"]] == ["tests"]


def test_a_payload_may_come_from_the_standard_input(project, monkeypatch):
    root = project({CI: "on: issues\njobs:\n  a:\n" + STEPS})
    command = ["plan", "issues", "--payload", "-", "--format", "names"]

    with open(root / "payload.json", "w+", encoding="utf-8") as file:
        file.write('{"action": "closed"}')
        file.seek(0)
        monkeypatch.setattr("sys.stdin", file)
        code = main([*command, "-C", str(root)])

    assert code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(["plan"], 0, id="planned"),
        pytest.param([], 0, id="in short"),
        pytest.param(["plan", "nonsense"], 2, id="no event"),
        pytest.param(["plan", "--payload", "nowhere.json"], 2, id="no payload"),
        pytest.param(["plan", "--secret", "GITHUB_X"], 2, id="no secret"),
        pytest.param(["plan", "--input", "x"], 2, id="no input"),
        pytest.param(["plan", "-C", "nowhere"], 2, id="no folder"),
    ],
)
def test_a_command_line_has_its_exit_code(project, monkeypatch, words, code):
    monkeypatch.chdir(project(FILES))

    assert main(words) == code


@pytest.mark.parametrize("words", [[], ["plan"], ["plan", "--all"]])
def test_without_a_project_nothing_starts(tmp_path, monkeypatch, capsys, words):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")

    assert main(words) == 4

    said = capsys.readouterr().err
    assert "is not in a git repository" in said
    assert "\nhelp: run understudy in a checkout, or make one with `git init`" in said


def test_without_a_commit_nothing_starts(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "--quiet")

    assert main(["plan"]) == 4
    assert "has no commit yet\nhelp: commit once" in capsys.readouterr().err


def test_without_git_nothing_starts(project, monkeypatch, capsys):
    monkeypatch.chdir(project(FILES))
    monkeypatch.setenv("PATH", "")

    assert main(["plan"]) == 4
    assert "`git` was not found on the PATH\nhelp: install" in capsys.readouterr().err


def test_planning_changes_nothing_in_the_project(project, capsys):
    root = project(FILES)
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}

    planned(capsys, root, "pr")

    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before
