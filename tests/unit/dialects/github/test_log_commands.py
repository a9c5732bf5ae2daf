"""How commands are written into a log."""

from __future__ import annotations

from typing import Mapping, Optional

import pytest

from understudy.dialects.github.log_commands import (
    LogCommand,
    annotation,
    parse,
    place,
)
from understudy.model.result import Annotation

KNOWN = {"do-it"}


def command(data: str = "", **properties: str) -> LogCommand:
    return LogCommand("do-it", data, properties)


@pytest.mark.parametrize(
    "line, expected",
    [
        pytest.param("::do-it::", command(), id="nothing but a name"),
        pytest.param("::do-it k=v::msg", command("msg", k="v"), id="property"),
        pytest.param("::do-it k=v,::msg", command("msg", k="v"), id="empty part"),
        pytest.param("  \t::do-it::x", command("x"), id="blanks first"),
        pytest.param("> ::do-it::x", None, id="text first"),
        pytest.param("::other::x", None, id="not registered"),
        pytest.param("::do-it", None, id="never closed"),
        pytest.param("::DO-IT::x", LogCommand("DO-IT", "x"), id="any case"),
        pytest.param("::do-it a=,b=,::", command(), id="empty values are dropped"),
        pytest.param("::do-it =a==b::", command(a="b"), id="leading = is lost"),
        pytest.param("::do-it a=1,A=2::", command(a="2"), id="keys in any case"),
        pytest.param("::do-it a=1, b=2::", command(a="1", **{" b": "2"}), id="blank"),
        pytest.param("::do-it::a::b", command("a::b"), id="data holds ::"),
        pytest.param(
            "::do-it k=%0D%0A%3A%2C%25,::%0D%0A%3A%2C%25",
            command("\r\n%3A%2C%", k="\r\n:,%"),
            id="escapes of properties and of data",
        ),
        pytest.param("::do-it::%250A", command("%0A"), id="percent comes last"),
        pytest.param("##[do-it]", command(), id="old: nothing but a name"),
        pytest.param("> ##[do-it k=v;]msg", command("msg", k="v"), id="old: anywhere"),
        pytest.param("##[do-it k=v;", None, id="old: never closed"),
        pytest.param("##[other]", None, id="old: not registered"),
        pytest.param("]##[do-it]x", command("x"), id="old: bracket before"),
        pytest.param(
            "##[do-it k=%3B%0D%0A%5D%25;]%3B%5D",
            command(";]", k=";\r\n]%"),
            id="old: escapes",
        ),
        pytest.param("", None, id="empty line"),
    ],
)
def test_a_line_is_a_command_as_the_runner_sees_it(
    line: str, expected: Optional[LogCommand]
) -> None:
    assert parse(line, KNOWN) == expected


def test_the_commands_of_the_service_are_known() -> None:
    assert parse("::warning file=a.py::b") == LogCommand(
        "warning", "b", {"file": "a.py"}
    )


@pytest.mark.parametrize(
    "given, expected",
    [
        ({"line": "1", "endLine": "2", "col": "1"}, {"line": "1", "endLine": "2"}),
        ({"col": "1", "endColumn": "2"}, {}),
        ({"endLine": "1"}, {"endLine": "1", "line": "1"}),
        (
            {"line": "1", "endColumn": "2"},
            {"line": "1", "endColumn": "2", "col": "2"},
        ),
        ({"line": "x", "endLine": "3"}, {"line": "3", "endLine": "3"}),
        ({"line": "4", "endLine": "3"}, {}),
        ({"LINE": "4", "ENDLINE": "3"}, {}),
        (
            {"line": "1", "endLine": "1", "col": "3", "endColumn": "2"},
            {"line": "1", "endLine": "1"},
        ),
        (
            {"line": "1", "col": "1", "endColumn": "2", "file": "a"},
            {"line": "1", "col": "1", "endColumn": "2", "file": "a"},
        ),
    ],
    ids=[
        "columns over several lines",
        "columns without a line",
        "an end is a start",
        "an end column is a start column",
        "no number",
        "reversed lines",
        "reversed lines in any case",
        "reversed columns",
        "nothing wrong",
    ],
)
def test_an_impossible_place_is_corrected(
    given: Mapping[str, str], expected: Mapping[str, str]
) -> None:
    assert place(given) == expected


def test_an_annotation_has_all_that_was_said() -> None:
    line = "::WARNING title=T,file=/w/a.py,line=1,endLine=1,col=2,endColumn=3::said"
    found = parse(line)
    assert found is not None

    assert annotation(found, "/w/") == Annotation(
        "warning", "said", "T", "a.py", 1, 1, 2, 3
    )
    assert annotation(found, "/elsewhere").file == "/w/a.py"
    assert annotation(found).file == "/w/a.py"
