"""What newer parsers read and GitHub's refuses."""

from __future__ import annotations

import pytest

from understudy.text.diagnostic import Authority
from understudy.text.source import Source
from understudy.text.yaml import load

COLON = "While scanning a plain scalar, find unexpected ':'."
LIST = "While parsing a flow sequence, did not find expected ',' or ']'."
MAPPING = "While parsing a flow mapping,  did not find expected ',' or '}'."
ESCAPE = "While parsing a quoted scalar, find unknown escape character."
VERSION = "Found incompatible YAML document."


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        pytest.param("a: [b:c]", "1:5-1:8", COLON, id="colon"),
        pytest.param("a: [&x !!str b:c]", "1:14-1:17", COLON, id="behind an anchor"),
        pytest.param("a: {http://b?c: d}", "1:5-1:15", COLON, id="the first counts"),
        pytest.param("a: [b?c:d]", "1:6-1:7", LIST, id="question mark in a list"),
        pytest.param("a: [{}, b?]", "1:10-1:11", LIST, id="behind a mapping"),
        pytest.param("a: [b: c?d]", "1:9-1:10", LIST, id="in a pair"),
        pytest.param("a: {b?c: d}", "1:6-1:7", MAPPING, id="in a mapping"),
        pytest.param("a: [{b: v?}]", "1:10-1:11", MAPPING, id="mapping in a list"),
        pytest.param(r'a: "b\/c"', "1:6-1:8", ESCAPE, id="escaped slash"),
        pytest.param("%YAML 1.2\n---\na", "1:1-1:1", VERSION, id="newer YAML"),
    ],
)
def test_it_is_refused_in_githubs_words(text: str, place: str, message: str):
    _, problems = load(Source("x", text))

    found = [
        f"{problem.span.line}:{problem.span.column}"
        f"-{problem.span.end.line}:{problem.span.end.column} {problem.message}"
        for problem in problems
    ]
    assert found == [f"{place} {message}"]
    assert problems[0].authority is Authority.GITHUB
    assert (problems[0].id, bool(problems[0].help)) == ("yaml-syntax", True)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: b:c?d", id="outside of brackets"),
        pytest.param("a: ['b:c', \"d?e\", b-c]", id="quoted"),
        pytest.param("a: {b: c, ? d : e}", id="real indicators"),
        pytest.param(r'a: "b\\/c/d"', id="no escape"),
        pytest.param("%YAML 1.1\n---\na", id="older YAML"),
        pytest.param("- [a]\n- b:c", id="behind brackets"),
    ],
)
def test_what_only_looks_like_it_is_read(text: str):
    assert load(Source("x", text))[1] == []
