"""What a fix would write."""

from __future__ import annotations

from understudy.report.preview import preview
from understudy.report.style import Style
from understudy.text.diagnostic import Edit, Fix
from understudy.text.source import Source

PLAIN = Style()
TOX = Source("tox.ini", "[gh-actions]\npython =\n    3.9: py39\n    3.11: py311\n")


def edit(old: str, new: str, source: Source = TOX) -> Edit:
    """Replace some text of a source."""
    start = source.text.index(old)
    return Edit(source.span(start, start + len(old)), new)


def test_a_new_line_is_shown_where_it_will_stand():
    end = len(TOX.text)
    fix = Fix("map 3.13", (Edit(TOX.span(end, end), "    3.13: py313\n"),))

    assert preview(fix, PLAIN) == ["fix (safe) tox.ini:5    +     3.13: py313"]


def test_a_line_behind_another_is_new_only_itself():
    fix = Fix("map", (edit("3.9: py39", "3.9: py39\n    3.10: py310"),))

    assert preview(fix, PLAIN) == ["fix (safe) tox.ini:4    +     3.10: py310"]


def test_a_change_shows_what_goes_and_what_comes():
    fix = Fix("rename", (edit("py39", "py39, lint"),), safe=False)

    assert preview(fix, PLAIN) == [
        "fix (unsafe) tox.ini:3    -     3.9: py39",
        "                          +     3.9: py39, lint",
    ]


def test_a_line_that_goes_leaves_nothing():
    fix = Fix("forget", (edit("    3.9: py39\n", ""),))

    assert preview(fix, PLAIN) == ["fix (safe) tox.ini:3    -     3.9: py39"]


def test_every_edit_has_its_place():
    windows = Source("ci.yml", "on: push\r\njobs:\r\n\tx: 1\r\n")
    fix = Fix(
        "both",
        (edit("py39", "py310"), edit("\tx: 1", "\ty: \x1b1\n\n\tz: 1", windows)),
    )

    assert preview(fix, PLAIN) == [
        "fix (safe) tox.ini:3    -     3.9: py39",
        "                        +     3.9: py310",
        "           ci.yml:3    -     x: 1",
        "                       +     y: \\x1b1",
        "                       +",
        "                       +     z: 1",
    ]


def test_a_long_change_is_cut():
    fix = Fix("much", (edit("py39", "\n".join("abcdefgh")),))

    assert preview(fix, PLAIN)[4:] == [
        "                        + d",
        "                        ... and 4 more lines",
    ]


def test_a_fix_without_edits_is_its_title():
    assert preview(Fix("delete\tit", ()), PLAIN) == [r"fix (safe) delete\tit"]


def test_signs_are_coloured():
    lines = preview(Fix("rename", (edit("py39", "x"),)), Style(colour=True))

    assert lines == [
        "fix (safe) tox.ini:3    \033[31m-     3.9: py39\033[0m",
        "                        \033[32m+     3.9: x\033[0m",
    ]
