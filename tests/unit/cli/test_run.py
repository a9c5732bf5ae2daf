from __future__ import annotations

import argparse

import pytest

from understudy.cli import run
from understudy.cli.main import main
from understudy.config import Config
from understudy.engine.options import RunOptions
from understudy.report.run_next import Command

CI = """
on: [push, pull_request]
jobs:
  tests:
    runs-on: ubuntu-latest
    strategy: {matrix: {n: [1, 2]}}
    steps: [{run: x}]
"""


@pytest.fixture
def root(project):
    return project({".github/workflows/ci.yml": CI})


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    run.add_parser(parser)
    return parser.parse_args(arguments)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(
            ["--", "-k", "foo"],
            "error: run plays the pipeline's own commands, and no others\n"
            "help: choose among them: understudy run --leg ADDRESS\n",
            id="a command of one's own",
        ),
        pytest.param(
            ["--"],
            "error: run plays the pipeline's own commands, and no others\n"
            "help: choose among them: understudy run --leg ADDRESS\n",
            id="an empty one",
        ),
        pytest.param(
            ["--lf", "--leg", "ci/tests/1"],
            "error: --lf chooses the legs, so it takes no --leg\n",
            id="two choices",
        ),
        pytest.param(
            ["--allow-missing", "interpreters"],
            "error: no leg is left out for `interpreters`\n"
            "help: did you mean `interpreter`?\n",
            id="a code with a typo",
        ),
        pytest.param(
            ["--allow-missing", "xyzzy"],
            "error: no leg is left out for `xyzzy`\n"
            "help: there are action, if, interpreter, matrix, needs, network, "
            "platform, privilege, secret, service, tool\n",
            id="a code that is none",
        ),
        pytest.param(
            ["-j", "tests"],
            "error: argument -j/--jobs: for a job: --job tests\n"
            "help: understudy run --help\n",
            id="a job where a number goes",
        ),
        pytest.param(
            ["tests"],
            "error: no event `tests`\n"
            "help: it is a job: understudy run --job ci/tests\n",
            id="a job where an event goes",
        ),
        pytest.param(
            ["--logs"],
            "error: --logs is for --format json\nhelp: all output as text: -v\n",
            id="log lines as text",
        ),
    ],
)
def test_a_wrong_command_line_says_what_is_right(root, capsys, arguments, said):
    code = main(["run", "-C", str(root), *arguments])

    assert (code, capsys.readouterr().err) == (2, said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(
            ["-k", "xyzzy"],
            "error: nothing selected by `xyzzy`\n"
            "help: what there is: understudy plan --format names\n",
            id="nothing is near",
        ),
        pytest.param(
            ["-k", "tests/22"],
            "error: nothing selected by `tests/22`\n"
            "help: near: ci/tests/2, ci/tests/1, ci/tests\n",
            id="some are near",
        ),
        pytest.param(
            ["--leg", "n=1", "-k", "tests/2"],
            "error: nothing selected by `tests/2`\n"
            "help: near: ci/tests/2, ci/tests/1, ci/tests\n",
            id="criteria that exclude each other",
        ),
    ],
)
def test_nothing_selected_is_never_green(root, capsys, arguments, said):
    code = main(["run", "-C", str(root), *arguments])

    assert (code, capsys.readouterr()) == (5, ("", said))


def test_what_is_not_there_is_a_mistake(root, capsys):
    code = main(["run", "-C", str(root), "--job", "test"])

    assert (code, capsys.readouterr().err) == (
        2,
        "error: nothing is called `test`\n"
        "help: near: ci/tests, ci/tests/2, ci/tests/1\n",
    )


CONFIG = Config(
    jobs=3, strict=True, runners={"self-hosted": "here", "gpu": "elsewhere"}
)


class Project:
    """What of a project the options come from."""

    config = CONFIG


def test_what_a_project_says_counts_where_the_command_line_says_nothing():
    assert run._options(parse(), Project(), None) == RunOptions(
        jobs=3, strict=True, here=frozenset(["self-hosted"])
    )


@pytest.mark.parametrize(
    ("text", "jobs"),
    [pytest.param("2", 2, id="a number"), pytest.param("auto", None, id="cores")],
)
def test_the_command_line_says_it_better(text, jobs):
    args = parse(
        "-j", text, "-x", "--keep", "--offline", "--strict", "--allow-missing", "tool"
    )

    assert run._options(args, Project(), None) == RunOptions(
        jobs=jobs,
        exit_first=True,
        allow_missing=frozenset(["tool"]),
        strict=True,
        offline=True,
        keep=True,
        here=frozenset(["self-hosted"]),
    )


def test_a_repetition_has_all_that_changes_what_is_played_and_no_secret():
    args = parse(
        *("tag", "v1.2.3", "-C", "a b", "--payload", "pr.json", "--input", "x=1"),
        *("--var", "V=2", "--secret", "TOKEN=hunter2", "--secret", "KEY"),
        *("--secret-file", "s.env", "--local-repository", "o/r@v1=../r"),
        *("--allow-missing", "tool", "--fork", "--untracked", "--offline"),
        *("--strict", "-q", "-j", "1", "-x", "--leg", "ci/tests/1"),
    )

    command = Command(tuple(args.event), tuple(run._again(args)))

    assert command.run("--lf") == (
        "understudy run tag v1.2.3 --lf -C 'a b' --payload pr.json --input x=1"
        " --var V=2 --secret TOKEN --secret KEY --secret-file s.env"
        " --local-repository o/r@v1=../r --allow-missing tool"
        " --fork --untracked --offline --strict"
    )


def test_a_plain_run_is_repeated_plainly():
    assert list(run._again(parse())) == []
