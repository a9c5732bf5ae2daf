from __future__ import annotations

import argparse
import io

import pytest

from understudy.cli import options, secrets
from understudy.errors import UsageError


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    options.add_setting(parser)
    secrets.add_file(parser)
    return parser.parse_args(arguments)


def test_a_secret_comes_from_the_environment(capsys):
    args = parse("--secret", "TOKEN")

    assert secrets.read(args, {"TOKEN": "hunter2"}) == {"TOKEN": "hunter2"}
    assert capsys.readouterr().err == ""


def test_a_secret_that_is_nowhere_is_asked_for():
    asked = []

    def ask(name):
        asked.append(name)
        return "typed"

    args = parse("--secret", "TOKEN", "--secret", "KEY")

    assert secrets.read(args, {"KEY": ""}, ask) == {"TOKEN": "typed", "KEY": ""}
    assert asked == ["TOKEN"]


def test_without_a_terminal_a_secret_that_is_nowhere_is_a_mistake(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())

    with pytest.raises(UsageError) as caught:
        secrets.read(parse("--secret", "TOKEN"), {})

    assert str(caught.value) == (
        "the secret `TOKEN` has no value here; set it in the environment: "
        "TOKEN=... understudy run --secret TOKEN"
    )


class Terminal(io.StringIO):
    """A stream on which somebody sits."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_the_value_is_not_shown(monkeypatch):
    screen = Terminal()
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr("getpass.getpass", lambda prompt, stream: f"{prompt}hidden")

    assert secrets.read(parse("--secret", "TOKEN"), {}) == {"TOKEN": "TOKEN: hidden"}


def test_a_value_on_the_command_line_works_and_warns(capsys):
    assert secrets.read(parse("--secret", "TOKEN=a=b"), {}) == {"TOKEN": "a=b"}

    said = capsys.readouterr().err
    assert said == (
        "warning: `--secret NAME=value` stays in the history of your shell; "
        "--secret NAME asks for it\n"
    )
    assert "a=b" not in said


def test_a_file_has_a_secret_in_each_line(tmp_path):
    file = tmp_path / "secrets"
    file.write_text(
        "\ufeff# mine\n\nA=1\n B = two words \nC='x=#y'\nD=\"z\nE='\nF=\n"
        "G=a\u2028b\x0cc\r\n",
        encoding="utf-8",
    )

    assert secrets.read(parse("--secret-file", str(file)), {}) == {
        "A": "1",
        "B": "two words",
        "C": "x=#y",
        "D": '"z',
        "E": "'",
        "F": "",
        "G": "a\u2028b\x0cc",
    }


def test_later_files_and_the_command_line_win(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("A=1\nB=1\nC=1\n")
    two.write_text("A=2\nB=2\n")
    args = parse(
        "--secret-file", str(one), "--secret-file", str(two), "--secret", "A=3"
    )

    assert secrets.read(args, {}) == {"A": "3", "B": "2", "C": "1"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(None, "cannot read `FILE`: no such file", id="absent"),
        pytest.param(b"\xff", "`FILE` is no UTF-8", id="no text"),
        pytest.param(b"A=1\nhunter2\n", "FILE:2: this is no NAME=value", id="a line"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_mistake(tmp_path, content, said):
    file = tmp_path / "secrets"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(UsageError) as caught:
        secrets.read(parse("--secret-file", str(file)), {})

    assert str(caught.value).replace(str(file), "FILE").startswith(said)
    assert "hunter2" not in str(caught.value)
