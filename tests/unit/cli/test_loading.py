"""The project of a command line is loaded, a wrong configuration refused."""

from __future__ import annotations

import argparse

import pytest

from understudy import api
from understudy.cli import common, loading, options
from understudy.errors import UsageError

FILES = {".github/workflows/ci.yml": "on: {psuh: }\njobs: {}\n"}


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    options.add_setting(parser)
    common.add_common(parser)
    return parser.parse_args(arguments)


def test_the_project_of_a_folder_is_loaded(project, tmp_path):
    root = project(FILES)
    other = ("--local-repository", f"a/b={tmp_path}")

    found = loading.load(parse("-C", str(root), *other))

    assert found.root == root
    assert found.repositories.folder("a/b", "v1") == tmp_path


def test_it_may_be_read_as_the_editor_does(project):
    args = parse("-C", str(project(FILES)))

    found = loading.load(args, api.Strictness.EDITOR)

    assert found.pipeline.workflows[0].broken


def test_a_wrong_configuration_is_shown_and_refused(project, capsys):
    root = project({**FILES, "understudy.toml": "strickt = true\njobs = 'x'\n"})

    with pytest.raises(UsageError, match="cannot be understood"):
        loading.load(parse("-C", str(root)))

    assert capsys.readouterr().err == (
        "error[configuration]: `strickt` is no key of understudy\n"
        " --> understudy.toml:1:1\n"
        "  |\n"
        "1 | strickt = true\n"
        "  | ^^^^^^^\n"
        "  = help: did you mean `strict`?\n"
        "\n"
        "error[configuration]: `jobs` wants a number of legs, or `auto`\n"
        " --> understudy.toml:2:8\n"
        "  |\n"
        "2 | jobs = 'x'\n"
        "  |        ^^^\n"
    )


def test_a_screen_has_the_width_and_the_looks_that_are_asked_for(monkeypatch):
    monkeypatch.setenv("COLUMNS", "72")

    screen = loading.screen(parse("--color", "always"))

    assert (screen.width, screen.style.colour) == (72, True)
