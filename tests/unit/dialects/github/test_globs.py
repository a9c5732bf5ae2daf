"""Filter patterns hold the names that GitHub's cheat sheet says, and never hang."""

from __future__ import annotations

import re
import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy.dialects.github import globs
from understudy.dialects.github.globs import Problem

HELD = [
    pytest.param("main", "main", id="a name is itself"),
    pytest.param("feature/*", "feature/my-branch", id="one level"),
    pytest.param("feature/**", "feature/beta-a/my-branch", id="any level"),
    pytest.param("feature/**", "feature/your-branch", id="the first level too"),
    pytest.param("*", "releases", id="any name"),
    pytest.param("**", "all/the/branches", id="any name with slashes"),
    pytest.param("*feature", "mona-feature", id="a suffix"),
    pytest.param("*feature", "feature", id="no prefix at all"),
    pytest.param("v2*", "v2", id="an empty rest"),
    pytest.param("v2*", "v2.9", id="a rest"),
    pytest.param("v[12].[0-9]+.[0-9]+", "v1.10.1", id="numbers"),
    pytest.param("v[0-9]+.[0-9]+.[0-9]+*", "v1.2.3rc1", id="a star after a plus"),
    pytest.param("v1.**", "v1.0", id="two stars at the end of a word"),
    pytest.param("*.jsx?", "page.js", id="none of a character"),
    pytest.param("*.jsx?", "page.jsx", id="one of a character"),
    pytest.param("**.js", "js/index.js", id="a suffix at any depth"),
    pytest.param("docs/*", "docs/README.md", id="files of a folder"),
    pytest.param("docs/**", "docs/mona/octocat.txt", id="files below a folder"),
    pytest.param("docs/**/*.md", "docs/README.md", id="no folder between"),
    pytest.param("docs/**/*.md", "docs/a/markdown/file.md", id="folders between"),
    pytest.param("**/docs/**", "docs/hello.md", id="no folder in front"),
    pytest.param("**/docs/**", "space/docs/plan/space.doc", id="a folder in front"),
    pytest.param("**/README.md", "js/README.md", id="a file anywhere"),
    pytest.param("**/*src/**", "my-src/code/js/app.js", id="a folder's suffix"),
    pytest.param("**/*-post.md", "path/their-post.md", id="a file's suffix"),
    pytest.param("**/migrate-*.sql", "db/sept/migrate-v1.sql", id="a file's prefix"),
    pytest.param("[CB]at", "Bat", id="one of a set"),
    pytest.param("[1-2]00", "200", id="one of a range"),
    pytest.param("[-a]x", "-x", id="a hyphen at the start of a set"),
    pytest.param("[a-b-c]", "-", id="a hyphen behind a range"),
    pytest.param("[^0-9]", "^", id="no negation in a set"),
    pytest.param("[ab][cd]e", "ade", id="one set after the other"),
    pytest.param("ab+", "abbb", id="many of a character"),
    pytest.param("[0-9]?x", "x", id="none of a set"),
    pytest.param(".github/**", ".github/workflows/ci.yml", id="a dot is a dot"),
    pytest.param("*", ".gitignore", id="a star takes a dot in front"),
    pytest.param("a*b", "a\nb", id="a star takes a line break"),
    pytest.param(r"a\*", "a*", id="an escaped star"),
    pytest.param(r"a\+b\?", "a+b?", id="escaped signs"),
    pytest.param(r"\[x]", "[x]", id="an escaped bracket"),
    pytest.param(r"\!important", "!important", id="an escaped exclamation mark"),
    pytest.param(r"a\\b", r"a\b", id="an escaped backslash"),
    pytest.param(r"foo\bar", r"foo\bar", id="a backslash in front of a letter"),
    pytest.param("a\\", "a\\", id="a backslash at the end"),
    pytest.param(r"\*?x", "x", id="an escaped character is repeatable"),
    pytest.param("a!b", "a!b", id="an exclamation mark within"),
    pytest.param("***", "a/b", id="three stars"),
    pytest.param("größe/*", "größe/ä", id="letters of all kinds"),
    pytest.param("!main", "main", id="the sign in front is not looked at"),
]
NOT_HELD = [
    pytest.param("main", "Main", id="case matters"),
    pytest.param("main", "main2", id="the whole name"),
    pytest.param("main", "xmain", id="from its start"),
    pytest.param("main", "", id="an empty name"),
    pytest.param("feature/*", "feature/a/b", id="one level only"),
    pytest.param("feature/**", "feature", id="the slash is asked for"),
    pytest.param("*", "a/b", id="a star takes no slash"),
    pytest.param("*.js", "js/index.js", id="a file at the root only"),
    pytest.param("v[12].[0-9]+.[0-9]+", "v3.0.0", id="a number out of the set"),
    pytest.param("v[0-9]+.[0-9]+.[0-9]+", "v1x2.3", id="a dot is no wildcard"),
    pytest.param("v[0-9]+.[0-9]+.[0-9]+", "v1..3", id="a plus wants one"),
    pytest.param("**/README.md", "xREADME.md", id="a folder ends with a slash"),
    pytest.param("a**/b", "ab", id="two stars in a word leave the slash"),
    pytest.param("[CB]at", "at", id="a set wants one"),
    pytest.param("ab?", "abb", id="a question mark wants one at most"),
    pytest.param("(a|b)", "a", id="no regular expression"),
    pytest.param("{a,b}", "a", id="no alternatives"),
    pytest.param("docs", "docs/a.md", id="a folder is not what is in it"),
    pytest.param("[0-9", "1", id="a broken pattern holds nothing"),
]


@pytest.mark.parametrize(("pattern", "name"), HELD)
def test_a_pattern_holds_a_name(pattern: str, name: str) -> None:
    assert globs.matches(pattern, name)


@pytest.mark.parametrize(("pattern", "name"), NOT_HELD)
def test_a_pattern_does_not_hold_a_name(pattern: str, name: str) -> None:
    assert not globs.matches(pattern, name)


@pytest.mark.parametrize(
    ("patterns", "name", "expected"),
    [
        pytest.param(["*.md", "!README.md"], "hello.md", True, id="let in"),
        pytest.param(["*.md", "!README.md"], "README.md", False, id="taken out"),
        pytest.param(["*.md", "!README.md"], "docs/hello.md", False, id="never in"),
        pytest.param(
            ["*.md", "!README.md", "README*"], "README.md", True, id="back in"
        ),
        pytest.param(["*.md", "!README.md", "README*"], "README.doc", True, id="added"),
        pytest.param(
            ["releases/**", "!releases/**-alpha"],
            "releases/beta/3-alpha",
            False,
            id="taken out at any depth",
        ),
        pytest.param(["!a", "*"], "a", True, id="taking out comes too early"),
        pytest.param(["!a"], "b", False, id="taking out alone lets nothing in"),
        pytest.param([], "a", False, id="no pattern"),
        pytest.param(["*", "!a", "!a"], "a", False, id="taken out twice"),
    ],
)
def test_the_last_pattern_that_holds_a_name_decides(
    patterns: list[str], name: str, expected: bool
) -> None:
    assert globs.includes(patterns, name) is expected


def test_the_deciding_pattern_is_named() -> None:
    patterns = ["*", "!a*", "a?", "!b"]

    found = [globs.last_match(patterns, name) for name in ("x", "abc", "a", "b", "c/d")]

    assert found == ["*", "!a*", "a?", "!b", None]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("", Problem("a pattern cannot be empty", 0), id="empty"),
        pytest.param("!", Problem("nothing follows the `!`", 1), id="only a sign"),
        pytest.param(
            "?a",
            Problem("`?` repeats the character before it, and there is none", 1),
            id="a question mark in front",
        ),
        pytest.param(
            "!+a",
            Problem("`+` repeats the character before it, and there is none", 2),
            id="a plus behind the sign",
        ),
        pytest.param(
            "a+?",
            Problem("`?` repeats the character before it, and there is none", 3),
            id="a question mark behind a plus",
        ),
        pytest.param(
            "a**+",
            Problem("`+` repeats the character before it, and there is none", 4),
            id="a plus behind stars",
        ),
        pytest.param(
            "v[0-9", Problem("the `]` of this `[` is missing", 2), id="an open set"
        ),
        pytest.param("v[]", Problem("`[]` holds no character", 2), id="an empty set"),
        pytest.param(
            "[0-]", Problem("the range `0-` has no end", 2), id="a range without end"
        ),
        pytest.param(
            "[a-cz-]", Problem("the range `z-` has no end", 5), id="a later range"
        ),
        pytest.param(
            "[a9-0]", Problem("the range `9-0` is empty", 3), id="a range backwards"
        ),
    ],
)
def test_a_broken_pattern_is_explained(pattern: str, expected: Problem) -> None:
    assert globs.problem(pattern) == expected
    assert not globs.matches(pattern, pattern)


def test_a_pattern_without_a_problem_has_none() -> None:
    assert globs.problem("v[0-9]+.*") is None


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        pytest.param("a?" * 100 + "a" * 100, "a" * 150 + "b", id="optional characters"),
        pytest.param("*a" * 60 + "b", "a" * 250, id="stars"),
        pytest.param("**/a" * 60, "a/" * 200, id="folders"),
        pytest.param("[a-z]+" * 60 + "9", "a" * 250, id="repeated sets"),
    ],
)
def test_a_hostile_pattern_takes_no_time(pattern: str, name: str) -> None:
    started = time.perf_counter()

    held = globs.matches(pattern, name)

    assert not held
    assert time.perf_counter() - started < 2


def test_a_pattern_with_very_many_states_keeps_its_memory_small() -> None:
    # Which of the last ten characters were an `a` makes a thousand states.
    pattern = "*a" + "[ab]" * 9
    names = [f"{number:011b}".translate({48: "a", 49: "b"}) for number in range(2048)]

    held = [globs.matches(pattern, name) for name in names]

    assert held == [name[-10] == "a" for name in names]


NAMES = st.text(alphabet="ab/.", max_size=8)


@settings(deadline=None, max_examples=50)
@given(NAMES)
def test_a_name_without_signs_holds_itself_alone(name: str) -> None:
    if name:
        assert globs.matches(name, name)
        assert not globs.matches(name, name + "x")


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(["a", "b", "/", "*", "**", "[ab]", "a?", "b+"])), NAMES)
def test_patterns_agree_with_the_regular_expression_that_they_are(
    parts: list[str], name: str
) -> None:
    pattern = "".join(parts)
    if not pattern or globs.problem(pattern) or "***" in pattern or "**/" in pattern:
        return
    expression = re.sub(
        r"\*+", lambda stars: ".*" if stars[0] == "**" else "[^/]*", pattern
    )

    assert globs.matches(pattern, name) is bool(re.fullmatch(expression, name))


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet=string.punctuation + "ab09 ", max_size=12), NAMES)
def test_no_text_is_too_odd_for_a_pattern(pattern: str, name: str) -> None:
    held = globs.matches(pattern, name)

    assert not (held and globs.problem(pattern))
