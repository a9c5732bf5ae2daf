"""What is wrong with a project is said at its place, with what to do; never a crash."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pytest

from understudy.cli.main import main

CI = ".github/workflows/ci.yml"
JOB = "    runs-on: ubuntu-24.04\n    steps:\n      - run: tox\n"
CALLEE = (
    "on:\n  workflow_call:\n    inputs:\n      python: {type: string}\n"
    f"jobs:\n  a:\n{JOB}"
)
ACTION = "runs:\n  using: composite\n  steps:\n    - run: tox\n      shell: bash\n"
LOCAL = (
    "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n"
    "      - uses: actions/checkout@v4\n      - uses: ./tools/x\n"
)


class MakeProject(Protocol):
    def __call__(self, files: Mapping[str, str], name: str = "project") -> Path: ...


def problems(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> tuple[int, list[tuple[object, ...]]]:
    """Return how planning a push ends, and what it says of the project's files."""
    code = main(["plan", "push", "main", "-C", str(root), "--format", "json"])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    return code, [
        (
            problem["id"],
            problem["source"],
            f"{problem['path']}:{problem['line']}:{problem['column']}",
            problem["message"],
            problem["help"],
        )
        for problem in found
    ]


@pytest.mark.parametrize(
    "text, id, place, message, help",
    [
        pytest.param(
            "on: push\njobs:\n  a: b: c\n",
            "yaml-syntax",
            "3:7",
            "a second `:` on one line",
            "put the value in quotes if the `:` belongs to it",
            id="broken YAML",
        ),
        pytest.param(
            f"on: push\njobs:\n  a:\n    timeout-minutes: soon\n{JOB}",
            "workflow-syntax",
            "4:22",
            "Unexpected value 'soon'",
            None,
            id="a wrong type",
        ),
        pytest.param(
            f"on: push\njobs:\n  a:\n    nedes: []\n{JOB}",
            "workflow-syntax",
            "4:5",
            "Unexpected value 'nedes'",
            "did you mean `needs`?",
            id="an unknown key",
        ),
        pytest.param(
            f"on: push\njobs:\n  c:\n{JOB}  a:\n    needs: [b]\n{JOB}"
            f"  b:\n    needs: c\n{JOB}  d:\n    needs: e\n{JOB}"
            "  e: {needs: d, runs-on: x}\n",
            "needs-cycle",
            "18:12",
            "Job 'd' depends on job 'e' which creates a cycle in the dependency graph.",
            None,
            id="a cycle",
        ),
        pytest.param(
            f"on: push\njobs:\n  build:\n{JOB}  b:\n    needs: biuld\n{JOB}",
            "unknown-need",
            "8:12",
            "Job 'b' depends on unknown job 'biuld'.",
            "did you mean `build`?",
            id="an unknown job",
        ),
        pytest.param(
            f"on: push\njobs:\n  a:\n    if: githbu.ref == 'x'\n{JOB}",
            "expression-syntax",
            "4:9",
            "Unrecognized named-value: 'githbu'. Located at position 1 within "
            "expression: githbu.ref == 'x'",
            "did you mean `github`?",
            id="an unknown context",
        ),
        pytest.param(
            f"on: push\njobs:\n  a:\n    if: env.CI\n{JOB}",
            "expression-syntax",
            "4:9",
            "Unrecognized named-value: 'env'. Located at position 1 within "
            "expression: env.CI",
            "`env` is not there yet: use one of github, inputs, needs, vars",
            id="a context at a wrong place",
        ),
        pytest.param(
            f"on: push\njobs:\n  a:\n    if: startWith(github.ref, 'x')\n{JOB}",
            "expression-syntax",
            "4:9",
            "Unrecognized function: 'startWith'. Located at position 1 within "
            "expression: startWith(github.ref, 'x')",
            "did you mean `startsWith`?",
            id="an unknown function",
        ),
        pytest.param(
            f"on: push\njobs:\n  a:\n    strategy: {{matrix: {{exclude: [{{b: 1}}], "
            f"a: [1]}}}}\n{JOB}",
            "invalid-matrix",
            "4:36",
            "Matrix exclude key 'b' does not match any key within the matrix",
            None,
            id="an undefined matrix key",
        ),
        pytest.param(
            "on: push\njobs:\n  a:\n    uses: ./.github/workflows/subs.yml\n",
            "invalid-call",
            "4:11",
            f'error parsing called workflow "{CI}" -> "./.github/workflows/subs.yml" : '
            "failed to fetch workflow: workflow was not found.",
            "did you mean `./.github/workflows/sub.yml`?",
            id="a missing workflow",
        ),
        pytest.param(
            "on: push\njobs:\n  a:\n    uses: ./.github/workflows/sub.yml\n"
            "    with: {pyton: '3.9'}\n",
            "call-inputs",
            "5:19",
            "Invalid input, pyton is not defined in the referenced workflow.",
            "did you mean `python`?",
            id="an unknown input",
        ),
        pytest.param(
            "on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{uses: checkout}]\n",
            "invalid-uses",
            "5:20",
            "Expected format {org}/{repo}[/path]@ref. Actual 'checkout'",
            None,
            id="no action",
        ),
        pytest.param(
            "on: {push: {tags: [a], tags-ignore: [b]}}\njobs:\n  a:\n" + JOB,
            "invalid-filter",
            "1:24",
            "you may only define one of `tags` and `tags-ignore` for a single event",
            "keep `tags`, and put a `!` in front of what it shall not hold",
            id="contradicting filters",
        ),
        pytest.param(
            "", "workflow-syntax", "1:1", "Unexpected value ''", None, id="none"
        ),
    ],
)
def test_a_broken_workflow_does_not_keep_back_the_others(
    project: MakeProject,
    capsys: pytest.CaptureFixture[str],
    text: str,
    id: str,
    place: str,
    message: str,
    help: str,
) -> None:
    files = {CI: text, ".github/workflows/sub.yml": CALLEE}
    files[".github/workflows/good.yml"] = f"on: push\njobs:\n  a:\n{JOB}"
    root = project(files)

    code, found = problems(root, capsys)

    source = "understudy" if id == "yaml-syntax" else "github"
    assert code == 1
    assert (id, source, f"{CI}:{place}", message, help) in found
    assert main(["plan", "push", "main", "-C", str(root), "-q"]) == 1
    assert "good" in capsys.readouterr().out


def test_every_problem_is_shown_with_its_line(
    project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project({CI: f"on: push\njobs:\n  a:\n    nedes: []\n{JOB}"})

    code = main(["plan", "push", "main", "-C", str(root)])

    assert code == 1
    assert (
        "error[workflow-syntax]: Unexpected value 'nedes'\n"
        f" --> {CI}:4:5\n"
        "  |\n"
        "4 |     nedes: []\n"
        "  |     ^^^^^\n"
        "  = help: did you mean `needs`?\n"
    ) in capsys.readouterr().out


@pytest.mark.parametrize(
    "files, code, expected",
    [
        pytest.param(
            {},
            0,
            (
                "missing-action",
                "understudy",
                f"{CI}:7:15",
                "there is no `action.yml`, `action.yaml` or `Dockerfile` in `tools/x`",
                None,
            ),
            id="missing",
        ),
        pytest.param(
            {"tools/x/action.yml": ACTION.replace("shell", "shel")},
            1,
            (
                "action-syntax",
                "github",
                "tools/x/action.yml:5:7",
                "Unexpected value 'shel'",
                "did you mean `shell`?",
            ),
            id="with an unknown key",
        ),
        pytest.param(
            {"tools/x/action.yml": "runs:\n  using: composit\n  steps: []\n"},
            1,
            (
                "action-syntax",
                "github",
                "tools/x/action.yml:2:3",
                "'using: composit' is not supported, use 'docker', 'node12', 'node16', "
                "'node20' or 'node24' instead.",
                None,
            ),
            id="of an unknown kind",
        ),
        pytest.param(
            {"tools/x/action.yml": "runs: [a\n"},
            1,
            (
                "yaml-syntax",
                "understudy",
                "tools/x/action.yml:1:7",
                "`[` is not closed",
                "close it with `]`",
            ),
            id="with broken YAML",
        ),
    ],
)
def test_actions_of_the_project_are_read(
    project: MakeProject,
    capsys: pytest.CaptureFixture[str],
    files: Mapping[str, str],
    code: int,
    expected: tuple[object, ...],
) -> None:
    root = project({CI: LOCAL, **files})

    status, found = problems(root, capsys)

    assert expected in found
    assert status == code


def test_a_project_without_workflows_cannot_start(
    project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project({"README.md": "x"})

    assert main(["plan", "-C", str(root)]) == 4
    assert ".github/workflows" in capsys.readouterr().err


def test_a_folder_without_a_repository_cannot_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()

    assert main(["plan", "-C", str(folder)]) == 4
    assert "error: " in capsys.readouterr().err


def test_a_repository_without_commits_cannot_start(
    project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project({CI: f"on: push\njobs:\n  a:\n{JOB}"})
    shutil.rmtree(root / ".git" / "refs" / "heads")
    (root / ".git" / "refs" / "heads").mkdir()

    assert main(["plan", "-C", str(root)]) == 4
    error = capsys.readouterr().err
    assert "commit" in error


def test_without_git_nothing_starts(
    project: MakeProject,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = project({CI: f"on: push\njobs:\n  a:\n{JOB}"})
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))

    assert main(["plan", "-C", str(root)]) == 4
    assert "git" in capsys.readouterr().err
