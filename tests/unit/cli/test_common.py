"""Every verb has a folder to work in, and may refuse what stands behind `--`."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from understudy.cli import common
from understudy.errors import UsageError


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    common.add_common(parser)
    return parser.parse_args(arguments)


def test_by_default_little_is_special():
    found = parse()

    assert (found.color, found.quiet, found.verbose) == ("auto", False, 0)
    assert common.directory(found) == Path(".")


@pytest.mark.parametrize("option", ["-C", "--directory"])
def test_another_folder_is_worked_in(option, tmp_path):
    assert common.directory(parse(option, str(tmp_path))) == tmp_path


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageError, match="there is no folder"):
        common.directory(parse("-C", str(tmp_path / "nowhere")))


@pytest.mark.parametrize("rest", [None, []])
def test_nothing_behind_is_fine(rest):
    common.nothing_behind(argparse.Namespace(rest=rest), "plan")


def test_something_behind_is_refused():
    with pytest.raises(UsageError, match="`plan` takes nothing behind `--`"):
        common.nothing_behind(argparse.Namespace(rest=["x"]), "plan")


def test_being_more_verbose_is_counted():
    assert parse("-vv").verbose == 2
