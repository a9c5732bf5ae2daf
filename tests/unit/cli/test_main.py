"""A command line finds its verb, and whatever goes wrong has its exit code."""

from __future__ import annotations

import sys

import pytest

from understudy.cli import evaluate, main, plan
from understudy.cli.main import VERBS
from understudy.cli.version import version
from understudy.errors import CannotStart, UsageError


def raising(error: BaseException):
    def run(args):
        raise error

    return run


def test_the_version_is_printed(capsys):
    assert main.main(["--version"]) == 0
    assert capsys.readouterr().out == f"understudy {version()}\n"


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_names_every_verb(option, capsys):
    assert main.main([option]) == 0

    said = capsys.readouterr().out
    for verb, (_, summary) in VERBS.items():
        assert f"  {verb:<6} {summary}\n" in said


@pytest.mark.parametrize("verb", [*VERBS])
def test_every_verb_has_help_of_its_own(verb, capsys):
    assert main.main([verb, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: understudy {verb} ")


def test_options_may_stand_before_the_verb(tmp_path, capsys):
    (tmp_path / "a").write_bytes(b"")
    before = ["-C", str(tmp_path), "--color", "never", "-q"]

    assert main.main([*before, "eval", "hashFiles('a') != ''"]) == 0
    assert capsys.readouterr().out == "true\n"


def test_only_the_first_two_dashes_cut(capsys):
    assert main.main(["eval", "--", "--", "x"]) == 2
    assert main.main(["eval", "--", "-1"]) == 0

    assert capsys.readouterr().out == "-1\n"


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        pytest.param(["plam"], "did you mean `plan`?", id="a slip"),
        pytest.param(["push"], "it is an event: understudy run push", id="an event"),
        pytest.param(
            ["pull-request", "main"],
            "it is an event: understudy run pull-request main",
            id="an event with a word",
        ),
        pytest.param(["tests"], "there are `run`, `plan`, `eval`", id="another word"),
    ],
)
def test_another_verb_is_refused(words, hint, capsys):
    assert main.main(words) == 2
    assert capsys.readouterr().err == f"error: no verb `{words[0]}`\nhelp: {hint}\n"


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        pytest.param(UsageError("no x"), 2, "error: no x\n", id="usage"),
        pytest.param(
            UsageError("no x", "did you mean y?"),
            2,
            "error: no x\nhelp: did you mean y?\n",
            id="with a way out",
        ),
        pytest.param(
            CannotStart("no git", "help: install it"),
            4,
            "error: no git\nhelp: install it\n",
            id="which is called help only once",
        ),
        pytest.param(KeyboardInterrupt(), 130, "interrupted\n", id="interrupted"),
        pytest.param(SystemExit(0), 0, "", id="leaving"),
        pytest.param(SystemExit(None), 0, "", id="leaving without a word"),
    ],
)
def test_what_goes_wrong_has_an_exit_code(error, code, said, capsys, monkeypatch):
    monkeypatch.setattr(plan, "run", raising(error))

    assert main.main(["plan"]) == code
    assert capsys.readouterr().err == said


def test_an_error_of_our_own_has_a_report(home, capsys, monkeypatch):
    monkeypatch.setattr(plan, "run", raising(ZeroDivisionError("by zero")))

    assert main.main(["plan", "push"]) == 3

    path = home / ".local/state/understudy/internal-error.md"
    said = capsys.readouterr().err
    assert said.startswith("internal error: ZeroDivisionError: by zero\n")
    assert str(path) in said
    assert "Traceback" not in said
    assert "understudy plan push" in path.read_text(encoding="utf-8")


def test_the_arguments_of_the_process_are_the_default(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["understudy", "eval", "1"])

    assert main.main() == 0
    assert capsys.readouterr().out == "1\n"


def test_a_closed_pipe_is_no_error_of_ours(monkeypatch, tmp_path):
    monkeypatch.setattr(evaluate, "run", raising(BrokenPipeError()))
    with open(tmp_path / "out", "w", encoding="utf-8") as file:
        monkeypatch.setattr("sys.stdout", file)

        assert main.main(["eval", "1"]) == main.BROKEN_PIPE
        assert main.main(["--version"]) == 0

    assert (tmp_path / "out").read_bytes() == b""
