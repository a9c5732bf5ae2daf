"""What a file of problem matchers says."""

from __future__ import annotations

import json

import pytest

from understudy.dialects.github.matchers import literal_of, read_matchers


def pattern(**values: object) -> dict[str, object]:
    return {"regexp": "^(.+):(.+)$", **values}


def matcher(*patterns: object, **values: object) -> dict[str, object]:
    return {"owner": "o", "pattern": list(patterns), **values}


def text(*matchers: object) -> str:
    return json.dumps({"problemMatcher": list(matchers)})


def test_a_matcher_has_rules_and_defaults() -> None:
    first = pattern(file=1, line=2)
    last = pattern(regexp="error: (?<said>.+)", message=1, loop=True)
    default = {"severity": "Warning", "fromPath": "a/b.csproj"}

    (found,) = read_matchers("\ufeff" + text(matcher(first, last, **default)))

    assert (found.owner, found.severity, found.from_path) == (
        "o",
        "Warning",
        "a/b.csproj",
    )
    assert [dict(rule.groups) for rule in found.rules] == [
        {"file": 1, "line": 2},
        {"message": 1},
    ]
    assert [rule.loop for rule in found.rules] == [False, True]
    assert [rule.literal for rule in found.rules] == ["", "error: "]
    assert found.rules[1].expression.groupindex == {"said": 1}


@pytest.mark.parametrize("content", ["{}", "[]", '{"problemMatcher": null}'])
def test_a_file_may_hold_no_matcher(content: str) -> None:
    assert read_matchers(content) == ()


def test_classes_are_those_of_ascii() -> None:
    (found,) = read_matchers(text(matcher(pattern(regexp=r"^\d+$", message=0))))

    assert found.rules[0].expression.search("12")
    assert not found.rules[0].expression.search("\N{ARABIC-INDIC DIGIT ONE}")


@pytest.mark.parametrize(
    "entry, message",
    [
        ({"pattern": []}, "Owner must not be empty"),
        ({"owner": "o"}, "Matcher 'o' does not contain any patterns"),
        (
            matcher(pattern(message=1), severity="bad"),
            "Matcher 'o' contains unexpected default severity 'bad'",
        ),
        (matcher(pattern(file=1)), "At least one pattern must set 'message'"),
        (
            matcher(pattern(message=1), pattern(message=1)),
            "The property 'message' is set twice",
        ),
        (
            matcher(pattern(message=3)),
            "The property 'message' is set to 3 which is out of range",
        ),
        (
            matcher(pattern(message=-1)),
            "The property 'message' is set to -1 which is out of range",
        ),
        (
            matcher(pattern(message=1, loop=True)),
            "Only the last pattern in a multiline matcher may set 'loop'",
        ),
        (
            matcher(pattern(file=1, loop=True), pattern(message=1)),
            "Only the last pattern in a multiline matcher may set 'loop'",
        ),
        (
            matcher(pattern(message=1), pattern(file=1, loop=True)),
            "The loop pattern must set 'message'",
        ),
    ],
)
def test_a_bad_matcher_is_refused_in_the_runners_words(
    entry: object, message: str
) -> None:
    with pytest.raises(ValueError) as caught:
        read_matchers(text(entry))

    assert str(caught.value) == message


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("not json", id="no json"),
        pytest.param(text("word"), id="no object"),
        pytest.param(text(matcher(pattern(message="1"))), id="no number"),
        pytest.param(text(matcher(pattern(regexp="(", message=0))), id="no expression"),
    ],
)
def test_what_is_no_matcher_at_all_is_refused(content: str) -> None:
    with pytest.raises(ValueError):
        read_matchers(content)


def test_an_owner_has_one_matcher() -> None:
    one = matcher(pattern(message=1))

    with pytest.raises(ValueError, match="Duplicate owner name 'O'"):
        read_matchers(text(one, {**one, "owner": "O"}))


@pytest.mark.parametrize(
    "expression, expected",
    [
        pytest.param(
            r"^\s*File\s\"(.*)\",\sline\s(\d+)$", "File", id="first of longest"
        ),
        pytest.param(r"^([^:]+):(\d+): error: (.*)$", ": error: ", id="longest"),
        pytest.param(r"warning|error", "", id="one of several"),
        pytest.param(r"(warning|error): bad", ": bad", id="several inside"),
        pytest.param(r"abcd?ef", "abc", id="not what may be missing"),
        pytest.param(r"abcd{0,2}", "abc", id="nor counted"),
        pytest.param(r"abc+def", "abc", id="repeated at least once"),
        pytest.param(r"(abcdef)?gh", "", id="nothing inside a group"),
        pytest.param(r"x\[abc\]y", "x[abc]y", id="escaped"),
        pytest.param(r"\babc\x41def", "abc", id="escapes that are no text"),
        pytest.param(r"[\]abcdef]gh", "", id="class"),
        pytest.param(r"(?i)error", "", id="any case"),
        pytest.param(r"ab", "", id="too short to look for"),
    ],
)
def test_a_literal_is_in_whatever_matches(expression: str, expected: str) -> None:
    assert literal_of(expression) == expected
