"""Whole command lines on whole repositories: every folder here is a test.

`main/` is the repository; `expected.txt` holds command lines, each after a `$`, with
all that they print and the exit status where it is not 0. Any other folder lies over
`main/` on a branch of its name, which is checked out. `pytest --update-scenarios`
writes down what is printed now.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from understudy.cli.main import main

HERE = Path(__file__).parent
EXPECTED = "expected.txt"

# What differs from one time to the next, or from one machine to another.
CHANGING = (
    (re.compile(r"\b(?:\d+\.\d+|\d+m \d+)s\b"), "0.0s"),
    (re.compile(r"^ +\d+\.\d+s ", re.M), "   0.0s "),
    (re.compile(r"\b[0-9a-f]{40}\b"), "SHA"),
    (re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{7}\b"), "SHA"),
    (re.compile(r"(?<=is played on )[^;\n]+"), "THIS MACHINE"),
)


def scenarios() -> Iterator[object]:
    """Yield every scenario; one that plays something needs a package index."""
    for path in sorted(HERE.glob(f"*/{EXPECTED}")):
        plays = "$ understudy run" in path.read_text(encoding="utf-8")
        marks = [pytest.mark.integration] if plays else []
        yield pytest.param(path.parent, id=path.parent.name, marks=marks)


@pytest.mark.parametrize("folder", list(scenarios()))
def test_scenario(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    project = check_out(folder, tmp_path / folder.name)
    monkeypatch.chdir(project)
    monkeypatch.setenv("COLUMNS", "100")
    expected = folder / EXPECTED
    before = expected.read_text(encoding="utf-8")

    printed = "\n".join(
        f"$ {line}\n{said(line, capfd, tmp_path)}"
        for line in re.findall(r"^\$ (.+)$", before, re.M)
    )

    if request.config.getoption("--update-scenarios"):
        expected.write_text(printed, encoding="utf-8")
    assert printed == expected.read_text(encoding="utf-8")
    assert git(project, "status", "--porcelain") == ""


def check_out(folder: Path, project: Path) -> Path:
    """Return a repository with the files of a scenario, on its last branch."""
    for number, source in enumerate((folder / "main", *branches(folder))):
        shutil.copytree(source, project, dirs_exist_ok=True)
        if number == 0:
            git(project, "init", "--quiet")
        git(project, "checkout", "--quiet", "-B", source.name)
        git(project, "add", "--all")
        git(project, "commit", "--quiet", "--message", source.name)
    return project


def branches(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.iterdir() if path.is_dir() and path.name != "main"
    )


def said(line: str, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> str:
    """Return what a command line prints: progress, product, and how it exits."""
    program, *arguments = shlex.split(line)
    assert program == "understudy"
    capfd.readouterr()
    status = main(arguments)
    out, err = capfd.readouterr()
    text = f"{err}{out}".replace(str(tmp_path), "TMP")
    for pattern, instead in CHANGING:
        text = pattern.sub(instead, text)
    return text + (f"exit {status}\n" if status else "")


def git(project: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=project, check=True, capture_output=True, text=True
    ).stdout
