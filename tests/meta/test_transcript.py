"""The transcript of the README is what a run prints.

It is never typed: `pytest tests/meta/test_transcript.py --update-transcript` plays a
small library on a terminal and writes down what stood there.
"""

from __future__ import annotations

import os
import pwd
import re
import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest

from understudy.engine import interpreters

pty = pytest.importorskip("pty")

README = Path(__file__).parents[2] / "README.md"
PLACE = re.compile(r"(<!-- transcript -->\n).*(<!-- /transcript -->)", re.S)
PYTHONS = ("3.9", "3.10", "3.11")
FILES = {
    ".github/workflows/ci.yml": """
        name: CI
        on:
          push: {branches: [main]}
          pull_request:
        jobs:
          lint:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - uses: actions/setup-python@v5
                with: {python-version: "3.11"}
              - run: python -m compileall -q mathkit tests
          tests:
            runs-on: ubuntu-24.04
            strategy:
              fail-fast: false
              matrix:
                python: ["3.9", "3.10", "3.11"]
            steps:
              - uses: actions/checkout@v4
              - uses: actions/setup-python@v5
                with:
                  python-version: ${{ matrix.python }}
              - name: Run the tests
                run: python -m tests.test_cli
          windows:
            runs-on: windows-2025
            steps:
              - uses: actions/checkout@v4
              - run: python -m tests.test_cli
          all-green:
            needs: [lint, tests, windows]
            if: always()
            runs-on: ubuntu-24.04
            steps:
              - run: test "${{ needs.tests.result }}" = success
        """,
    "mathkit/__init__.py": "",
    "mathkit/cli.py": "",
    "tests/__init__.py": "",
    "tests/test_cli.py": """
        import platform
        import sys

        from mathkit.cli import python_version

        expected = ".".join(platform.python_version_tuple()[:2])
        if python_version() != expected:
            found = python_version()
            sys.exit(f"tests/test_cli.py:7: AssertionError: {found!r} != {expected!r}")
        """,
}
# The bug of the library: 3.10 is the number 3.1.
CLI = """\
import sys


def python_version():
    return str(float("%d.%d" % sys.version_info[:2]))
"""


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture
def terminal(monkeypatch) -> dict[str, str]:
    """Return an environment in which the developer's Pythons are found."""
    pyenv = Path(pwd.getpwuid(os.getuid()).pw_dir, ".pyenv")
    monkeypatch.setenv("PYENV_ROOT", os.environ.get("PYENV_ROOT", str(pyenv)))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    return dict(os.environ)


def missing(environment: dict[str, str], cache: Path) -> list[str]:
    """Return which of the Pythons are not here."""
    found = interpreters.discover(interpreters.roots(environment), cache)
    have = {one.minor for one in found}
    return [version for version in PYTHONS if version not in have]


def on_a_terminal(root: Path, environment: dict[str, str]) -> str:
    """Return what stands on the screen after a run."""
    here, there = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "understudy", "run"],
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=there,
        stderr=there,
    )
    os.close(there)
    screen = b""
    with open(here, "rb", buffering=0) as file:
        while True:
            try:
                data = file.read(65536)
            except OSError:  # Linux says so when nobody writes any more.
                break
            if not data:
                break
            screen += data
    assert process.wait() == 1
    return screen.decode("utf-8").replace("\r\n", "\n")


def alike(transcript: str) -> list[str]:
    """Return the lines without times and commits, in an order of their own."""
    transcript = re.sub(r"\d+\.\ds", "0.0s", transcript)
    transcript = re.sub(r"\b[0-9a-f]{7}\b", "0000000", transcript)
    transcript = re.sub(r"is played on .*", "is played here", transcript)
    transcript = re.sub(r"slowest: \S+", "slowest", transcript)
    transcript = re.sub(r"\d+ at a time", "2 at a time", transcript)
    transcript = re.sub(r"\d+ lines", "9 lines", transcript)
    return sorted(re.sub(" +", " ", line).strip() for line in transcript.splitlines())


@pytest.mark.integration
def test_the_transcript_is_that_of_a_run(project, terminal, pytestconfig, tmp_path):
    absent = missing(terminal, tmp_path / "interpreters.json")
    if absent:
        pytest.skip(f"no Python {', '.join(absent)} here")
    root = project(FILES, "mathkit")
    git(root, "remote", "add", "origin", "https://github.com/octo/mathkit")
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(root, "checkout", "--quiet", "-b", "faster")
    root.joinpath("mathkit", "cli.py").write_text(CLI, encoding="utf-8")

    on_a_terminal(root, terminal)  # The first run fills the caches, once for all.

    text = f"$ understudy run\n{on_a_terminal(root, terminal)}"

    block = indent(text, "    ")
    readme = README.read_text(encoding="utf-8")
    if pytestconfig.getoption("--update-transcript"):
        new = PLACE.sub(lambda found: f"{found[1]}{block}{found[2]}", readme)
        README.write_text(new, encoding="utf-8")
    else:
        found = PLACE.search(readme)
        assert found is not None
        shown = found[0].split("\n", 1)[1].rpartition("\n")[0]
        assert alike(shown) == alike(block)
