"""The program starts the command line, quickly."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from understudy import __main__
from understudy.cli.version import version


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False
    )


def test_the_program_is_the_command_line(monkeypatch, capsys):
    thresholds = gc.get_threshold()
    monkeypatch.setattr(sys, "argv", ["understudy", "--version"])

    try:
        code = __main__.main()
        looser = gc.get_threshold()
        frozen = gc.get_freeze_count()
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()

    assert code == 0
    assert frozen > 0
    assert capsys.readouterr().out == f"understudy {version()}\n"
    assert looser[0] > thresholds[0]


def test_the_module_is_the_program():
    done = python("-m", "understudy", "eval", "1 == 2")

    assert (done.returncode, done.stdout) == (0, "false\n")


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        pytest.param(
            "--version", {"argparse", "yaml", "importlib.metadata"}, id="version"
        ),
        pytest.param(
            "eval 1", {"subprocess", "understudy.api", "understudy.engine"}, id="eval"
        ),
        pytest.param(
            "plan --help",
            {"understudy.rehearse", "tomllib", "platformdirs", "rich", "virtualenv"},
            id="plan",
        ),
    ],
)
def test_a_command_imports_what_it_needs(arguments, unwanted):
    script = (
        "import sys; from understudy.cli.main import main; "
        "code = main(sys.argv[1:]); print(*sys.modules); sys.exit(code)"
    )

    done = python("-c", script, *arguments.split())

    assert done.returncode == 0
    assert unwanted.isdisjoint(done.stdout.split())
