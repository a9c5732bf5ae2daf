from __future__ import annotations

import json
import os
import subprocess
import uuid
from pathlib import Path

import pytest

from understudy.engine.confine import Plain
from understudy.engine.indexes import Indexes
from understudy.engine.room import (
    Room,
    command_files,
    furnish,
    start_environment,
    step_environment,
    write_event,
)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """Return the room of a leg of octo/mathkit; `just` is the developer's own tool."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("just", "python3"):
        tools.joinpath(name).write_text("#!/bin/sh\n")
        tools.joinpath(name).chmod(0o755)
    root = tmp_path / "leg"
    root.mkdir()
    return furnish(root, "octo/mathkit", str(tools), "linux")


def test_a_leg_has_the_folders_of_the_hosted_machine(room):
    assert room.workspace == room.root / "work" / "mathkit" / "mathkit"
    assert room.temp == room.root / "work" / "_temp"
    assert room.event.parent == room.temp / "_github_workflow"
    for folder in (room.workspace, room.home, room.temp, room.tool_cache, room.scratch):
        assert folder.is_dir()
    assert list(room.workspace.iterdir()) == []
    assert room.folders == (room.root,)


def test_stand_ins_come_first_and_of_the_developers_tools_only_the_allowed(room):
    own, links, *system = room.path.split(os.pathsep)

    assert Path(own, "sudo").is_file()
    assert os.listdir(links) == ["just"]
    assert system == ["/usr/bin", "/bin", "/usr/sbin", "/sbin"]


def test_the_event_can_be_read_where_it_is_said_to_be(room):
    write_event(room, {"ref": "refs/heads/main"})

    assert json.loads(room.event.read_text()) == {"ref": "refs/heads/main"}


def test_every_step_has_empty_files_of_its_own(room):
    first = command_files(room, ("env", "output"))
    second = command_files(room, ("env",))

    assert list(first) == ["env", "output"]
    assert len({*first.values(), *second.values()}) == 3
    assert all(path.read_bytes() == b"" for path in first.values())


def test_a_leg_starts_with_what_was_built_for_it(room, bare_origin):
    developer = {"USER": "me", "SECRET": "hunter2", "HTTPS_PROXY": "http://proxy"}
    settings = Indexes({".config/pip/pip.conf": "[global]\n"}, {"PIP_X": "1"})
    cell = Plain().open(str(uuid.uuid4()), ())

    start = start_environment(
        room, cell, developer, settings, bare_origin, "linux", "ghs_token"
    )

    assert "SECRET" not in start
    assert (start["HTTPS_PROXY"], start["PIP_X"]) == ("http://proxy", "1")
    assert start["HOME"] == str(room.home)
    assert start["TMPDIR"] == str(room.scratch)
    assert start["PATH"] == room.path
    assert start["UNDERSTUDY_REFUSALS"] == str(room.marks)
    assert room.home.joinpath(".config/pip/pip.conf").read_text() == "[global]\n"


@pytest.mark.parametrize(
    "user", ["", "x-access-token:ghs_token@", "ghs_token@"], ids=["no", "both", "token"]
)
def test_a_leg_finds_its_repository_in_the_origin(room, bare_origin, user):
    cell = Plain().open(str(uuid.uuid4()), ())
    start = start_environment(
        room, cell, {}, Indexes({}, {}), bare_origin, "linux", "ghs_token"
    )

    done = subprocess.run(
        ["git", "ls-remote", f"https://{user}github.com/octo/mathkit", "HEAD"],
        env={**start, "GIT_TERMINAL_PROMPT": "0"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )

    assert done.stdout.split() == [bare_origin.played, "HEAD"]


@pytest.mark.parametrize(
    ("start", "env", "service", "paths", "expected"),
    [
        pytest.param(
            {"A": "start", "PATH": "/bin"},
            {"A": "env"},
            {},
            [],
            {"A": "env", "PATH": "/bin"},
            id="the pipeline replaces what a leg starts with",
        ),
        pytest.param(
            {},
            {"CI": "", "GITHUB_ACTIONS": "no", "GITHUB_SHA": "x"},
            {"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_SHA": "f"},
            [],
            {"CI": "", "GITHUB_ACTIONS": "true", "GITHUB_SHA": "f", "PATH": ""},
            id="of the service's variables it replaces CI alone",
        ),
        pytest.param(
            {"PATH": "/bin"},
            {},
            {"CI": "true"},
            ["/a", "/b"],
            {"CI": "true", "PATH": "/b:/a:/bin"},
            id="the last folder goes first",
        ),
        pytest.param(
            {"PATH": "/bin"},
            {"PATH": "/own"},
            {},
            ["/a"],
            {"PATH": "/a:/own"},
            id="a PATH of its own",
        ),
    ],
)
def test_the_environment_of_a_step(start, env, service, paths, expected):
    assert step_environment(start, env, service, paths) == expected
