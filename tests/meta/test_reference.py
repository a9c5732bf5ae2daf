"""The reference names every verb, every option and every exit code, as they are.

`pytest tests/meta/test_reference.py --update-scenarios` writes the options down.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from understudy.cli import main
from understudy.errors import CannotStart, UnderstudyError, UsageError

PAGE = Path(__file__).parents[2] / "docs" / "reference.md"
TABLE = re.compile(
    r"(?P<mark><!-- options of (?P<verb>\w+) -->\n)(?P<table>.*?)(?=<!-- -->)", re.S
)


def options(verb: str) -> Iterator[str]:
    """Yield the rows of a verb's table."""
    parser = argparse.ArgumentParser(add_help=False)
    module = import_module(f"understudy.cli.{main.VERBS[verb].module}")
    module.add_parser(parser)
    yield "| option | does |"
    yield "| --- | --- |"
    for action in parser._actions:
        if action.option_strings:
            value = action.metavar or "\\|".join(action.choices or ())
            named = ", ".join(f"`{name}`" for name in action.option_strings)
            shown = f"{named} `{value}`" if value else named
            yield f"| {shown} | {action.help} |"


def table(verb: str) -> str:
    return "\n".join(["", *options(verb), "", ""])


@pytest.mark.parametrize("verb", [*main.VERBS])
def test_the_options_of_a_verb_are_listed(verb, request):
    page = PAGE.read_text(encoding="utf-8")
    tables = {found["verb"]: found["table"] for found in TABLE.finditer(page)}

    if request.config.getoption("--update-scenarios", default=False):
        tables[verb] = table(verb)
        text = TABLE.sub(lambda found: found["mark"] + tables[found["verb"]], page)
        PAGE.write_text(text, encoding="utf-8")

    assert tables[verb] == table(verb)


def test_every_exit_code_is_listed():
    page = PAGE.read_text(encoding="utf-8")
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", page, re.M)}

    assert {UnderstudyError.exit_code, UsageError.exit_code} < listed
    assert {CannotStart.exit_code, main.INTERNAL_ERROR, main.INTERRUPTED} < listed
    assert listed == {0, 1, 2, 3, 4, 5, 130, 141}
