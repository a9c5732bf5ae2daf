"""Matching lines, after the runner's own tests of its issue matchers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from understudy.dialects.github.matchers import Matcher, read_matchers
from understudy.dialects.github.matching import LONGEST_LINE, Matching
from understudy.model.result import Annotation


def matcher(
    *patterns: dict[str, object], owner: str = "o", **values: object
) -> Matcher:
    entry = {"owner": owner, "pattern": list(patterns), **values}
    return read_matchers(json.dumps({"problemMatcher": [entry]}))[0]


def messages(matching: Matching, *lines: str) -> list[str]:
    return [
        found.message if found else "" for found in (matching.match(x) for x in lines)
    ]


SIMPLE = {"regexp": "ERROR: (.+)", "message": 1}
PYTHON = matcher(
    {"regexp": r"^\s*File\s\"(.*)\",\sline\s(\d+),\sin\s(.*)$", "file": 1, "line": 2},
    {"regexp": r"^\s*raise\s(.*)\(\'(.*)\'\)$", "message": 2},
    owner="python",
)


def test_a_traceback_is_one_annotation() -> None:
    matching = Matching([PYTHON])

    assert messages(
        matching, ' File "a.py", line 3, in f', "  raise E('bad')", "  raise E('again')"
    ) == ["", "bad", ""]


def test_all_fields_are_taken() -> None:
    one = matcher(
        {
            "regexp": r"^(.*) (.*) (.*) (.*) (.*) (.*)$",
            "file": 1,
            "line": 2,
            "column": 3,
            "severity": 4,
            "code": 5,
            "message": 6,
        }
    )
    matching = Matching([one], "/w", exists=lambda path: path == "/w/a/b.py")

    found = matching.match("a/./b.py 3 4 WARNING E1 bad")

    assert found == Annotation("warning", "bad", file="a/b.py", line=3, column=4)


@pytest.mark.parametrize(
    "severity, default, level",
    [
        ("", "", "error"),
        ("Notice", "", "notice"),
        ("", "Warning", "warning"),
        ("Notice", "warning", "notice"),
        ("fatal", "warning", None),
    ],
)
def test_a_severity_is_the_lines_or_the_default(
    severity: str, default: str, level: str
) -> None:
    one = matcher(
        {"regexp": "(.*): (.*)", "severity": 1, "message": 2}, severity=default
    )

    found = Matching([one]).match(f"{severity}: bad")

    assert (found.level if found else None) == level


def test_a_blank_message_is_no_annotation_and_the_next_matcher_is_asked() -> None:
    blank = matcher({"regexp": "E:(.*)", "message": 1}, owner="blank")
    other = matcher({"regexp": "E(:.*)", "message": 1})

    assert messages(Matching([blank, other]), "E: ") == [": "]


@pytest.mark.parametrize("text", ["", "three", "-1", "1.5"])
def test_what_is_no_number_is_left_out(text: str) -> None:
    one = matcher({"regexp": r"^\((.*)\) (.*)$", "line": 1, "message": 2})

    assert Matching([one]).match(f"({text}) bad") == Annotation("error", "bad")


def test_a_loop_goes_on_until_a_line_breaks_it() -> None:
    one = matcher(
        {"regexp": "^Start: (.+)$", "file": 1},
        {"regexp": "^Error: (.+)$", "message": 1, "loop": True},
    )

    assert messages(
        Matching([one]),
        "Start: a",
        "Error: 1",
        "Error: 2",
        "other",
        "Error: 3",
        "Start: b",
        "Error: 4",
    ) == ["", "1", "2", "", "", "", "4"]


def test_without_loop_it_starts_again() -> None:
    one = matcher(
        {"regexp": "^a:(.+)$", "file": 1},
        {"regexp": "^b:(.+)$", "line": 1},
        {"regexp": "^c:(.+)$", "message": 1},
    )

    assert messages(
        Matching([one]), "a:1", "b:2", "c:3", "c:4", "a:1", "c:5", "a:1", "b:2", "c:6"
    ) == ["", "", "3", "", "", "", "", "", "6"]


def test_rules_may_take_nothing_from_a_line() -> None:
    one = matcher({"regexp": "^Start"}, {"regexp": "^Error: (.+)$", "message": 1})

    assert messages(Matching([one]), "Start", "Error: a") == ["", "a"]


def test_a_match_resets_the_other_matchers() -> None:
    first = matcher(
        {"regexp": "^both"}, {"regexp": "^one: (.+)$", "message": 1}, owner="1"
    )
    second = matcher({"regexp": "^both"}, {"regexp": "(.+)", "message": 1}, owner="2")

    assert messages(
        Matching([first, second]), "both", "one: a", "rest", "both", "rest"
    ) == ["", "a", "", "", "rest"]


def test_new_matchers_come_first_and_replace_their_owners() -> None:
    end = matcher({"regexp": "ERROR: (.+) END", "message": 1}, owner="A")
    matching = Matching([matcher(SIMPLE, owner="a"), matcher(SIMPLE, owner="b")])

    matching.add([end])

    assert [found.owner for found in matching.matchers] == ["A", "b"]
    assert messages(matching, "ERROR: x END", "ERROR: y") == ["x", "y"]


def test_removed_matchers_match_no_more() -> None:
    matching = Matching([matcher(SIMPLE, owner="a"), PYTHON])

    matching.remove(["A"])

    assert matching.matchers == (PYTHON,)
    assert messages(matching, "ERROR: x") == [""]


def test_a_coloured_line_matches_as_it_is() -> None:
    anchored = matcher({"regexp": "^ERROR: (.+)$", "message": 1})

    assert messages(Matching([anchored]), "\x1b[31mERROR: x", "ERROR: \x1b[1mx") == [
        "",
        "\x1b[1mx",
    ]


def test_a_line_without_end_is_not_matched() -> None:
    assert messages(Matching([matcher(SIMPLE)]), "ERROR: " + "x" * LONGEST_LINE) == [""]


def test_lines_are_wanted_only_where_one_may_match() -> None:
    matching = Matching([PYTHON])

    before = matching.wants_lines(b"nothing\n"), matching.wants_lines(b"a File b\n")
    matching.match('File "a.py", line 3, in f')

    assert before == (False, True)
    assert matching.wants_lines(b"nothing\n")
    assert Matching([matcher({"regexp": "(.)", "message": 1})]).wants_lines(b"")
    assert not Matching().wants_lines(b"a File b\n")


@pytest.mark.parametrize(
    "file, from_path, expected",
    [
        ("src/a.py", "", "src/a.py"),
        ("./src/../src/a.py", "", "src/a.py"),
        ("{w}/src/a.py", "", "src/a.py"),
        ("a.py", "src/x.csproj", "src/a.py"),
        ("a.py", "{w}/src/x.csproj", "src/a.py"),
        ("{w}/src/a.py", "elsewhere/x.csproj", "src/a.py"),
        ("sub/b.py", "", "b.py"),
        ("missing.py", "", ""),
        ("{w}/../outside.py", "", ""),
        ("  ", "", ""),
    ],
)
def test_a_file_is_named_relative_to_its_repository(
    tmp_path: Path, file: str, from_path: str, expected: str
) -> None:
    workspace = tmp_path / "w"
    for name in ("w/src/a.py", "w/sub/b.py", "w/sub/.git/config", "outside.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    one = matcher(
        {"regexp": "^(.*)#(.*)#(.*)$", "file": 1, "fromPath": 2, "message": 3}
    )
    line = f"{file}#{from_path}#m".replace("{w}", str(workspace))

    found = Matching([one], str(workspace)).match(line)

    assert found is not None
    assert found.file == expected


def test_a_file_may_come_from_the_matchers_own_folder() -> None:
    one = matcher({"regexp": "^(.*)#(.*)$", "file": 1, "message": 2}, fromPath="p/x")
    matching = Matching([one], "/w", exists=lambda path: path == "/w/p/a.py")

    found = matching.match("a.py#m")

    assert found is not None
    assert found.file == "p/a.py"
