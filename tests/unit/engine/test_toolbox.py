"""Which of the developer's tools a leg sees."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from understudy.engine.toolbox import ALLOWED, find_tools, tools_folder


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Make a search path with tools, shims, and what is none."""
    for name in (
        "one/node",
        "one/python3",
        "one/pip",
        "two/node",
        "two/gh",
        "two/uv",
        ".pyenv/shims/jq",
        ".asdf/shims/node",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(0o755)
    (tmp_path / "one" / "gh").touch(0o644)
    (tmp_path / "one" / "uv").mkdir()
    folders = (".asdf/shims", ".pyenv/shims", "one", "two", "missing")
    return os.pathsep.join(
        ["relative", "", *(f"{tmp_path}/{name}" for name in folders)]
    )


def test_a_tool_is_the_first_one_on_the_path_that_can_be_run(
    path: str, tmp_path: Path
) -> None:
    assert find_tools(path) == {
        "gh": f"{tmp_path}/two/gh",
        "node": f"{tmp_path}/one/node",
        "uv": f"{tmp_path}/two/uv",
    }


def test_links_lead_to_what_is_allowed(path: str, tmp_path: Path) -> None:
    folder = tools_folder(path, tmp_path / "leg" / "tools", ("node", "gh", "jq"))
    again = tools_folder(path, tmp_path / "leg" / "tools", ("node",))

    assert folder == again == tmp_path / "leg" / "tools"
    assert {link.name: os.readlink(link) for link in folder.iterdir()} == {
        "gh": f"{tmp_path}/two/gh",
        "node": f"{tmp_path}/one/node",
    }


def test_what_the_system_has_needs_no_link(tmp_path: Path) -> None:
    folder = tools_folder("/usr/bin:/bin", tmp_path / "tools", ("sh", "env"))

    assert find_tools("/usr/bin:/bin", ("sh",)) == {"sh": "/usr/bin/sh"}
    assert list(folder.iterdir()) == []


def test_nothing_that_brings_python_packages_is_allowed() -> None:
    assert not [
        name
        for name in ALLOWED
        if name.startswith(("python", "pip", "tox", "poetry", "pytest", "conda"))
    ]
