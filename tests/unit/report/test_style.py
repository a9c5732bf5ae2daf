"""Colours, glyphs, and text of strangers."""

from __future__ import annotations

import pytest

from understudy.model.result import Verdict
from understudy.report.style import Style, visible, width

PLAIN, ASCII, COLOUR = Style(), Style(unicode=False), Style(colour=True)


def test_every_verdict_has_a_glyph_and_a_word():
    signs = {
        verdict: (PLAIN.glyph(verdict), ASCII.glyph(verdict)) for verdict in Verdict
    }

    assert signs == {
        Verdict.PASSED: ("✓", "ok"),
        Verdict.FAILED: ("✗", "FAIL"),
        Verdict.CANCELLED: ("⊘", "stop"),
        Verdict.SKIPPED: ("○", "skip"),
        Verdict.NOT_REHEARSED: ("?", "n/r"),
    }


def test_signs_have_ascii_twins():
    assert (PLAIN.bar, PLAIN.arrow, PLAIN.rule, PLAIN.ellipsis) == ("│", "→", "─", "…")
    assert (ASCII.bar, ASCII.arrow, ASCII.rule, ASCII.ellipsis) == (
        "|",
        "->",
        "-",
        "...",
    )


def test_colours_are_only_written_where_they_are_wanted():
    assert COLOUR.glyph(Verdict.FAILED) == "\033[1;31m✗\033[0m"
    assert COLOUR.paint("x", "dim") == "\033[2mx\033[0m"
    assert PLAIN.paint("x", "dim") == "x"


def test_nothing_is_never_coloured():
    assert COLOUR.paint("", "red") == ""
    assert COLOUR.paint("x", "") == "x"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("plain", "plain", id="ASCII"),
        pytest.param("é 日本 😀", "é 日本 😀", id="letters"),
        pytest.param("\x1b[31mred", r"\x1b[31mred", id="escape sequence"),
        pytest.param("\x9b31m", r"\x9b31m", id="the same in eight bits"),
        pytest.param("a\r\n\tb\x7f", r"a\r\n\tb\x7f", id="controls"),
        pytest.param("\u202egnp.sh", r"\u202egnp.sh", id="text that runs backwards"),
        pytest.param("a\u200b\ufeff", r"a\u200b\ufeff", id="nothing to see"),
        pytest.param("a\u2028b", r"a\u2028b", id="line break"),
        pytest.param("\udcff", r"\udcff", id="half a character"),
        pytest.param("👩\u200d💻", "👩\u200d💻", id="joined emoji"),
    ],
)
def test_what_could_deceive_is_written_out(text: str, shown: str):
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("é", 1), ("e\u0301", 1), ("日本", 4), ("😀", 2), ("a\u200db", 2)],
)
def test_width_is_in_columns(text: str, columns: int):
    assert width(text) == columns
