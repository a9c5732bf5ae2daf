"""The examples in the documentation do what they say.

A page is a project: its code blocks with a caption are the files, and each console
block that starts with `$ understudy` is played there, in order. In what is shown, `...`
stands for any text, and for any lines where it is alone on one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
FILE = re.compile(r"^```\{code-block\} \w+\n:caption: (\S+)\n\n(.*?)^```$", re.M | re.S)
CONSOLE = re.compile(r"^```console\n(\$ understudy.*?)^```$", re.M | re.S)


def pages() -> Iterator[Path]:
    for path in sorted(DOCS.glob("*.md")):
        if CONSOLE.search(path.read_text(encoding="utf-8")):
            yield path


def examples(page: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a page with the output that is shown for it."""
    for block in CONSOLE.findall(page):
        for example in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, shown = example.partition("\n")
            yield command, shown


def pattern(shown: str) -> str:
    """Return what the output has to match."""
    return "".join(
        "(?s:.*)" if line == "...\n" else re.escape(line).replace(r"\.\.\.", ".*")
        for line in shown.splitlines(keepends=True)
    )


@pytest.mark.parametrize("page", list(pages()), ids=lambda page: page.stem)
def test_the_examples_of_a_page_are_true(page, project, monkeypatch):
    text = page.read_text(encoding="utf-8")
    root = project(dict(FILE.findall(text)))
    scripts = Path(sys.executable).parent
    monkeypatch.setenv("PATH", f"{scripts}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("COLUMNS", "100")

    for command, shown in examples(text):
        done = subprocess.run(
            command,
            shell=True,
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

        assert re.fullmatch(pattern(shown), done.stdout), f"{command}\n{done.stdout}"
        assert done.returncode == 0, command


def test_the_tutorial_is_among_the_pages_that_are_tried():
    assert "tutorial" in [page.stem for page in pages()]
