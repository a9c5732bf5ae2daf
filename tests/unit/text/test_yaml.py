"""Any text is read, quickly, with the same answer from both parsers."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy.text.events import best_events, fast_events, pure_events
from understudy.text.nodes import Node, Scalar, Sequence
from understudy.text.source import Source
from understudy.text.yaml import load, load_with

ROOT = Path(__file__).parents[3]
FILES = sorted(ROOT.glob(".github/**/*.yml")) + [ROOT / ".pre-commit-config.yaml"]

needs_libyaml = pytest.mark.skipif(
    not yaml.__with_libyaml__, reason="PyYAML was built without libyaml"
)


def places(node: object) -> object:
    """Return all that equality of nodes leaves out."""
    if isinstance(node, Scalar):
        return repr(node.value), node.text, node.style, node.anchor, node.span
    if isinstance(node, Sequence):
        return node.span, [places(item) for item in node.items]
    return node and (node.span, [(places(k), places(v)) for k, v in node.entries])


def assert_same(text: str) -> None:
    source = Source("x", text)
    fast, fast_problems = load_with(fast_events, source)
    pure, pure_problems = load_with(pure_events, source)
    assert places(fast) == places(pure)
    assert fast_problems == pure_problems


TRICKY = [
    pytest.param("a:\tb\t\n", id="tabs that separate"),
    pytest.param("- \ta: b\n", id="tab behind a dash"),
    pytest.param("[a\t,\tb]", id="tabs in a flow list"),
    pytest.param("a: b\t# c\n", id="tab in front of a comment"),
    pytest.param("a: b \t c\n", id="tab inside of a value"),
    pytest.param("a: b\n \t c\n", id="tab that indents a continued line"),
    pytest.param("a: |\t\n  b\n", id="tab behind an indicator"),
    pytest.param("a: |-2\t# c\n   b\n", id="all indicators"),
    pytest.param("a: |\n  b\n  \tc\n", id="tab in a literal"),
    pytest.param("[a?b, ?c, a:b, http://x]", id="indicators in a flow"),
    pytest.param("{a: b, ? c, d, 'e':f}", id="keys in a flow"),
    pytest.param("a\n---\nb", id="document start in a plain scalar"),
    pytest.param("a\n---b", id="no document start in a plain scalar"),
    pytest.param("a\n\n\nb\u2028c\n\u2028 d\x85e", id="line breaks"),
    pytest.param("!!str a", id="tag"),
    pytest.param("!<tag:yaml.org,2002:str> a", id="verbatim tag"),
    pytest.param("! a", id="bare tag"),
    pytest.param("!%41%C3%A9\ta", id="escaped tag"),
    pytest.param("[!!str, !!null ,!a]", id="tags in a flow"),
    pytest.param("%TAG !e! tag:x,1:\n---\n!e!y z", id="tag handle"),
    pytest.param("%YAML 1.2\n---\na", id="version"),
    pytest.param("%FOO bar\n---\na", id="unknown directive"),
    pytest.param('"\\ud83d\\ude00"', id="surrogates"),
    pytest.param('"\\UFFFFFFFF"', id="no character"),
    pytest.param("a: b\n...\nc", id="text behind the end"),
    pytest.param("? a\n: - b\n  - c\n? d", id="explicit keys"),
    pytest.param("- - a\n  - b\n-\n  - c", id="lists in lists"),
    pytest.param("a: '\n  b\n\n  c\n  '\n", id="folded quotes"),
    pytest.param('a: "b \\\n   c\\\n\n  d"', id="escaped breaks"),
    pytest.param("a: >\n  b\n   c\n\n  d\n\n\ne: >+\n f\n\n", id="folded blocks"),
    pytest.param("😀: [é, 😀x]\n😀y: z: z\n", id="beyond ASCII"),
]


@needs_libyaml
@pytest.mark.parametrize("text", TRICKY)
def test_both_parsers_agree_on_tricky_texts(text: str):
    assert_same(text)


@needs_libyaml
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_both_parsers_agree_on_real_files(path: Path):
    text = path.read_text(encoding="utf-8")

    assert load(Source(path.name, text))[1] == []
    assert_same(text)


ATOMS = st.sampled_from(
    """
    a b 0 1 - ? : , [ ] { } # & * ! | > ' " % @ ` \\ . ~ + &a *a !!str !%4 !<x> << | |-
    >+ |2 --- ... 'a' "b" 0o14 0x1f 1e3 .inf null \\x41 \\ud800 é 😀
    """.split()
    + [" ", "  ", "\n", "\n  ", "\n    ", "\n\n", "\r\n", "\r", "\t", "- ", ": ", "? "]
    + ["\x85", "\u2028", "\x07", "\ufeff", "\ud800", "\0", "a: ", "#c\n", "|\n"]
)
YAMLISH = st.lists(ATOMS, max_size=16).map("".join)


@needs_libyaml
@settings(max_examples=100, deadline=None)
@given(YAMLISH)
def test_both_parsers_agree_on_anything_like_yaml(text: str):
    assert_same(text)


@settings(deadline=None)
@given(st.text(st.characters(), max_size=40) | YAMLISH)
def test_any_text_is_read(text: str):
    source = Source("x", text)

    for events in (best_events, pure_events):
        tree, problems = load_with(events, source)
        spans = [problem.span for problem in problems] + list(spans_of(tree))
        assert all(span.start <= span.end for span in spans)
        assert all(0 <= source.offset(span.end) <= len(text) for span in spans)


def spans_of(node: Node | None) -> list[object]:
    if node is None:
        return []
    if isinstance(node, Scalar):
        return [node.span]
    children = node.items if isinstance(node, Sequence) else sum(node.entries, ())
    return [node.span] + [span for child in children for span in spans_of(child)]


@pytest.mark.parametrize("events", [best_events, pure_events])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 30_000, id="flow lists"),
        pytest.param("{" * 30_000, id="flow mappings"),
        pytest.param("[\n" * 30_000, id="flow lists on lines"),
        pytest.param("{a: " * 30_000, id="flow values"),
        pytest.param("- " * 30_000, id="lists"),
        pytest.param("? " * 30_000, id="keys"),
        pytest.param("&a " * 30_000, id="anchors"),
        pytest.param("*a " * 30_000, id="aliases"),
    ],
)
def test_a_text_without_an_end_is_refused_soon(events: object, text: str):
    start = time.perf_counter()

    _, problems = load_with(events, Source("x", text))  # type: ignore[arg-type]

    assert len(problems) == 1
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        pytest.param("#" * 2**20, False, id="a MiB"),
        pytest.param("#" * 2**20 + "#", True, id="more"),
        pytest.param("#" + "😀" * 2**19, True, id="more as GitHub counts"),
        pytest.param("😀" * 2**18, False, id="half as GitHub counts"),
    ],
)
def test_a_large_file_is_refused_in_githubs_words(text: str, refused: bool):
    _, problems = load(Source("x", text))

    message = "The maximum file size of 1048576 characters has been exceeded"
    assert [problem.message for problem in problems] == [message] * refused
