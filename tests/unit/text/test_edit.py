"""Edits are applied all together, or not at all."""

from __future__ import annotations

import pytest

from understudy.text.diagnostic import Edit
from understudy.text.edit import apply
from understudy.text.source import Source

SOURCE = Source("ci.yml", "on: push\njobs:\n")


def edit(start: int, end: int, text: str, source: Source = SOURCE) -> Edit:
    return Edit(source.span(start, end), text)


@pytest.mark.parametrize(
    ("edits", "text"),
    [
        pytest.param([], "on: push\njobs:\n", id="none"),
        pytest.param([edit(4, 8, "tag")], "on: tag\njobs:\n", id="replace"),
        pytest.param([edit(4, 9, "")], "on: jobs:\n", id="delete"),
        pytest.param([edit(15, 15, "x\n")], "on: push\njobs:\nx\n", id="append"),
        pytest.param(
            [edit(9, 9, "b"), edit(9, 9, "a")], "on: push\nbajobs:\n", id="keep order"
        ),
        pytest.param(
            [edit(9, 13, "x"), edit(0, 2, "y"), edit(2, 2, "z")],
            "yz: push\nx:\n",
            id="any order",
        ),
        pytest.param([edit(0, 2, "x")] * 2, "x: push\njobs:\n", id="once is enough"),
    ],
)
def test_edits_replace_what_they_span(edits: list[Edit], text: str):
    assert apply(SOURCE, edits) == text


def test_edits_that_overlap_are_refused():
    edits = [edit(0, 5, "a"), edit(4, 8, "b")]

    with pytest.raises(ValueError, match="ci.yml:1:5 overlaps the one at ci.yml:1:1"):
        apply(SOURCE, edits)


def test_an_edit_of_another_file_is_refused():
    other = edit(0, 1, "x", Source("tox.ini", "a"))

    with pytest.raises(ValueError, match="tox.ini:1:1 is not in ci.yml"):
        apply(SOURCE, [other])


def test_a_windows_file_keeps_its_line_breaks():
    source = Source("ci.yml", "\ufeffon: push\r\njobs:\r\n")

    text = apply(source, [edit(3, 3, "\na\r\nb", source)])

    assert text == "\ufeffon\r\na\r\nb: push\r\njobs:\r\n"
