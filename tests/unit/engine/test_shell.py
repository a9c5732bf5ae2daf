"""Making commands of scripts."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Optional, Protocol

import pytest

from understudy.engine.shell import (
    NoShell,
    Shell,
    command_line,
    find_shell,
    split,
    which,
    working_folder,
    write_script,
)


class MakeFolder(Protocol):
    def __call__(self, *programs: str) -> str: ...


@pytest.fixture
def folder_of(tmp_path: Path) -> MakeFolder:
    """Make a folder of programs that do nothing: `folder_of("bash", "sh")`."""

    def make(*programs: str) -> str:
        folder = tmp_path / "bin"
        folder.mkdir()
        for name in programs:
            (folder / name).write_text("#!/bin/sh\n")
            (folder / name).chmod(0o755)
        return str(folder)

    return make


@pytest.mark.parametrize(
    "option, programs, expected",
    [
        (None, ["bash", "sh"], ["{}/bash", "-e", "a.sh"]),
        ("", ["bash"], ["{}/bash", "-e", "a.sh"]),
        (None, ["sh"], ["{}/sh", "-e", "a.sh"]),
        (
            "bash",
            ["bash"],
            ["{}/bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "a.sh"],
        ),
        ("sh", ["sh"], ["{}/sh", "-e", "a.sh"]),
        ("python", ["python"], ["{}/python", "a.py"]),
        ("pwsh", ["pwsh"], ["{}/pwsh", "-command", ". 'a.ps1'"]),
        ("bash -l {0}", ["bash"], ["{}/bash", "-l", "a.sh"]),
        ("bash   -x   {0} b", ["bash"], ["{}/bash", "-x", "a.sh", "b"]),
        ("perl -w {0}", ["perl"], ["{}/perl", "-w", "a"]),
        ("perl -e={0}{{}}", ["perl"], ["{}/perl", "-e=a{}"]),
        ('perl "a b" {0}', ["perl"], ["{}/perl", "a b", "a"]),
    ],
    ids=[
        "unset",
        "empty",
        "unset without bash",
        "bash",
        "sh",
        "python",
        "pwsh",
        "bash with arguments",
        "blanks and more behind",
        "any program",
        "inside an argument",
        "quoted",
    ],
)
def test_a_shell_is_called_as_the_runner_calls_it(
    folder_of: MakeFolder,
    option: Optional[str],
    programs: list[str],
    expected: list[str],
) -> None:
    path = folder_of(*programs)

    shell = find_shell(option, path)

    assert isinstance(shell, Shell)
    assert command_line(shell, f"a{shell.extension}") == tuple(
        part.replace("{}", path, 1) if number == 0 else part
        for number, part in enumerate(expected)
    )


def test_a_path_with_blanks_stays_one_argument() -> None:
    shell = Shell("bash", "/bin/bash", "-e {0}")

    assert command_line(shell, "/a b/c.sh") == ("/bin/bash", "-e", "/a b/c.sh")


def test_the_log_shows_the_format() -> None:
    assert str(Shell("bash", "/bin/bash", "-e {0}")) == "/bin/bash -e {0}"


@pytest.mark.parametrize(
    "option, programs, message, missing",
    [
        ("pwsh", [], "pwsh: command not found", "pwsh"),
        ("Bash", ["bash"], "Bash: command not found", "Bash"),
        (None, [], "sh: command not found", "sh"),
        (" bash", ["bash"], ": command not found", ""),
        ("perl", ["perl"], "Invalid shell option. Shell must be a valid built-in", ""),
        ("perl -x", ["perl"], "Invalid shell option. Shell must be a valid", ""),
        ("perl {0} {1}", ["perl"], "Input string was not in a correct format.", ""),
        ("perl {0} {", ["perl"], "Input string was not in a correct format.", ""),
    ],
)
def test_no_shell_says_why_in_the_runners_words(
    folder_of: MakeFolder,
    option: Optional[str],
    programs: list[str],
    message: str,
    missing: str,
) -> None:
    found = find_shell(option, folder_of(*programs))

    assert isinstance(found, NoShell)
    assert found.message.startswith(message)
    assert found.missing == missing


def test_a_program_is_searched_where_the_path_says(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (tmp_path / "one" / "tool").touch()
    (tmp_path / "two" / "tool").touch(0o755)
    (tmp_path / "two" / "folder").mkdir()
    path = f"{tmp_path}/one::{tmp_path}/two"

    assert which("tool", path) == f"{tmp_path}/two/tool"
    assert which("folder", path) is None
    assert which("", path) is None
    assert which(f"{tmp_path}/one/tool", "") == f"{tmp_path}/one/tool"
    assert which(f"{tmp_path}/no", path) is None


@pytest.mark.parametrize(
    "shell, extension, expected",
    [
        ("bash", ".sh", "a\r\nb\n"),
        ("python", ".py", "a\r\nb\n"),
        ("other", "", "a\r\nb\n"),
        ("cmd", ".cmd", "@echo off\na\r\nb\n"),
        (
            "pwsh",
            ".ps1",
            "$ErrorActionPreference = 'stop'\na\r\nb\n\nif ((Test-Path -LiteralPath"
            " variable:\\LASTEXITCODE)) { exit $LASTEXITCODE }",
        ),
    ],
)
def test_a_script_is_a_file_of_its_own(
    tmp_path: Path, shell: str, extension: str, expected: str
) -> None:
    made = Shell(shell, "/bin/x", "{0}")

    first = Path(write_script(made, "a\r\nb\n", str(tmp_path)))
    second = Path(write_script(made, "é", str(tmp_path)))

    assert first.read_bytes().decode() == expected
    assert first.suffix == extension
    assert first != second
    assert "é".encode() in second.read_bytes()


@pytest.mark.parametrize(
    "folder, expected",
    [(None, "/w"), ("", "/w"), ("a/b", "/w/a/b"), ("/x", "/x"), ("..", "/w/..")],
)
def test_a_step_runs_below_the_workspace(folder: Optional[str], expected: str) -> None:
    assert working_folder("/w", folder) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", ()),
        ("  a \t b  ", ("a", "b")),
        ('"a b" c', ("a b", "c")),
        ('a"b c"d', ("ab cd",)),
        ('""', ("",)),
        ('"a ""b"', ('a "b',)),
        (r"\"a\"", ('"a"',)),
        (r'"a\\" b', ("a\\", "b")),
        (r"a\\b \c\ ", ("a\\\\b", "\\c\\")),
        ("'a b'", ("'a", "b'")),
        ('"a b', ("a b",)),
    ],
)
def test_arguments_are_separated_as_dot_net_does(
    text: str, expected: tuple[str, ...]
) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    "option, script, code",
    [
        pytest.param(None, "false; true", 1, id="unset stops at an error"),
        pytest.param(None, "false | true", 0, id="unset has no pipefail"),
        pytest.param("bash", "false | true", 1, id="bash has pipefail"),
        pytest.param("sh", "false; true", 1, id="sh stops at an error"),
    ],
)
def test_real_shells_do_what_they_are_called_for(
    tmp_path: Path, option: Optional[str], script: str, code: int
) -> None:
    shell = find_shell(option, "/usr/bin:/bin")
    assert isinstance(shell, Shell)

    done = subprocess.run(
        command_line(shell, write_script(shell, script, str(tmp_path)))
    )

    assert done.returncode == code
