"""What does not fit one row goes on in the next, by whole cells."""

from __future__ import annotations

import pytest

from understudy.report.folding import Cell, fold
from understudy.report.lines import Part, render
from understudy.report.style import Style

LEAD = [Part("name    ")]


def cells(*texts: str) -> list[Cell]:
    return [Cell("  ", [Part(text)]) for text in texts]


def folded(width, *texts, lead=LEAD, column=8, indent=2):
    rows = fold(lead, cells(*texts), column, width, indent)
    return [render(row, Style()) for row in rows]


@pytest.mark.parametrize("width", [None, 14])
def test_what_fits_is_one_row(width):
    assert folded(width, "aa", "bb") == ["name    aa  bb"]


def test_a_name_alone_is_a_row():
    assert folded(20) == ["name"]


def test_nothing_is_an_empty_row():
    assert fold([], [], 0) == [[]]


def test_the_first_cell_of_all_has_no_gap():
    assert folded(None, "aa", "bb", lead=[]) == ["aa  bb"]


def test_rows_go_on_in_the_column_where_every_cell_has_room():
    many = ["a" * 24] * 3

    assert folded(32, *many) == [
        f"name    {'a' * 24}",
        f"        {'a' * 24}",
        f"        {'a' * 24}",
    ]


def test_rows_go_on_further_left_where_a_cell_has_no_room():
    assert folded(32, "aa", "b" * 25, "cc") == [
        "name    aa",
        f"  {'b' * 25}  cc",
    ]


def test_a_column_that_is_too_narrow_is_left():
    assert folded(16, "aaa", "bbbb", "c") == ["name    aaa", "  bbbb  c"]


def test_a_cell_longer_than_a_row_is_broken_at_blanks():
    line = [Part("?"), Part("one two"), Part(" (three four)")]

    rows = fold(LEAD, [Cell("", line)], 8, 12, 2)

    assert [render(row, Style()) for row in rows] == [
        "name",
        "  ?one two",
        "  (three",
        "  four)",
    ]


def test_a_word_longer_than_a_row_stays_whole():
    assert folded(10, "a" * 20, "b") == ["name", f"  {'a' * 20}", "  b"]


def test_a_row_that_is_begun_where_others_go_on_is_not_left_empty():
    lead = [Part("  ")]

    assert folded(6, "aa bb cc", lead=lead, column=2) == ["  aa", "  bb", "  cc"]
