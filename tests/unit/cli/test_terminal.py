"""Text looks as the stream and the environment let it."""

from __future__ import annotations

import io
import json
import os
import sys

import pytest

from understudy.cli import terminal
from understudy.report.style import Style


class Terminal(io.TextIOWrapper):
    """A stream that is a terminal, as far as it can be asked."""

    def isatty(self) -> bool:
        return True


def stream(encoding: str = "utf-8", kind: type = io.TextIOWrapper) -> io.TextIOWrapper:
    return kind(io.BytesIO(), encoding=encoding, newline="")


@pytest.mark.parametrize(
    ("when", "kind", "environment", "colour"),
    [
        pytest.param("auto", Terminal, {}, True, id="a terminal"),
        pytest.param("auto", io.TextIOWrapper, {}, False, id="a pipe"),
        pytest.param("auto", Terminal, {"NO_COLOR": "1"}, False, id="not wanted"),
        pytest.param("auto", Terminal, {"NO_COLOR": ""}, True, id="empty says nothing"),
        pytest.param(
            "auto", io.TextIOWrapper, {"FORCE_COLOR": "1"}, True, id="wanted in a pipe"
        ),
        pytest.param(
            "auto", Terminal, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, id="both"
        ),
        pytest.param("auto", Terminal, {"TERM": "dumb"}, False, id="a dumb one"),
        pytest.param("always", io.TextIOWrapper, {"NO_COLOR": "1"}, True, id="always"),
        pytest.param("never", Terminal, {"FORCE_COLOR": "1"}, False, id="never"),
    ],
)
def test_colours_are_for_terminals_or_as_said(when, kind, environment, colour):
    assert terminal.style(when, stream(kind=kind), environment).colour is colour


@pytest.mark.parametrize(
    ("encoding", "environment", "expected"),
    [
        pytest.param("utf-8", {}, True, id="utf-8"),
        pytest.param("UTF8", {}, True, id="another name of it"),
        pytest.param("ascii", {}, False, id="ascii"),
        pytest.param("utf-8", {"TERM": "dumb"}, False, id="a dumb terminal"),
    ],
)
def test_glyphs_are_for_streams_that_have_them(encoding, environment, expected):
    assert terminal.style("auto", stream(encoding), environment).unicode is expected


def test_a_stream_without_an_encoding_gets_plain_text():
    assert terminal.style("auto", io.StringIO(), {}) == Style(False, unicode=False)


@pytest.mark.parametrize(
    ("kind", "environment", "expected"),
    [
        pytest.param(io.TextIOWrapper, {}, None, id="a pipe has no end"),
        pytest.param(io.TextIOWrapper, {"COLUMNS": "72"}, 72, id="said"),
        pytest.param(io.TextIOWrapper, {"COLUMNS": "0"}, None, id="nothing said"),
        pytest.param(io.TextIOWrapper, {"COLUMNS": "wide"}, None, id="nonsense"),
    ],
)
def test_the_width_is_what_is_said(kind, environment, expected):
    assert terminal.width(stream(kind=kind), environment) == expected


def test_a_terminal_says_its_width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "81")  # Which is what shutil asks first.

    assert terminal.width(stream(kind=Terminal), {}) == 81


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        pytest.param("a", "utf-8", b"a\n", id="a line"),
        pytest.param("a\nb\n", "utf-8", b"a\nb\n", id="lines"),
        pytest.param(
            "é → \udcff", "utf-8", b"\xc3\xa9 \xe2\x86\x92 \\udcff\n", id="odd"
        ),
        pytest.param("é", "ascii", b"\\xe9\n", id="not in ascii"),
    ],
)
def test_what_a_stream_does_not_have_is_escaped(text, encoding, expected):
    there = stream(encoding)

    terminal.write(text, there)
    there.flush()

    assert there.buffer.getvalue() == expected


def test_text_goes_to_the_standard_output(capsys):
    terminal.write("a")

    assert capsys.readouterr().out == "a\n"


def test_silence_leads_nowhere(monkeypatch, tmp_path):
    with open(tmp_path / "out", "w", encoding="utf-8") as file:
        monkeypatch.setattr("sys.stdout", file)

        terminal.silence()
        os.write(file.fileno(), b"unheard")

    assert (tmp_path / "out").read_bytes() == b""


@pytest.mark.parametrize(
    ("encoding", "value", "expected"),
    [
        pytest.param("utf-8", "prüfen", '["prüfen"]', id="it has it"),
        pytest.param("ascii", "prüfen", '["pr\\u00fcfen"]', id="it has not"),
        pytest.param("latin-1", "✓ ü", '["\\u2713 \\u00fc"]', id="not all of it"),
        pytest.param("utf-8", "\udce9.py", '["\\udce9.py"]', id="a path of bytes"),
    ],
)
def test_json_stays_json_whatever_the_stream_has(
    encoding, value, expected, monkeypatch
):
    monkeypatch.setattr(sys, "stdout", stream(encoding))

    text = terminal.as_json([value])

    assert text == expected
    assert json.loads(text) == [value]
