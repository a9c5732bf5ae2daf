"""Which nodes there are, and where they stand."""

from __future__ import annotations

from typing import Callable, Optional

import pytest

from understudy.text.nodes import Node
from understudy.text.source import Position, Source
from understudy.text.yaml import load

Outline = Callable[[Optional[Node]], list[str]]


def test_every_node_has_its_place(source: Callable[[str], Source], outline: Outline):
    tree, problems = load(source("""
            on: push
            jobs:
              build:
                steps:
                  - run: |
                      tox
                      ruff

                  - {name: 'it''s', with: ["a", b]}
                container:
                  image:
            """))

    assert problems == []
    assert outline(tree) == [
        "1:1-11:13 mapping",
        "  1:1-1:3 plain 'on' is 'on'",
        "    1:5-1:9 plain 'push' is 'push'",
        "  2:1-2:5 plain 'jobs' is 'jobs'",
        "    3:3-11:13 mapping",
        "      3:3-3:8 plain 'build' is 'build'",
        "        4:5-11:13 mapping",
        "          4:5-4:10 plain 'steps' is 'steps'",
        "            5:7-9:40 list",
        "              5:9-7:15 mapping",
        "                5:9-5:12 plain 'run' is 'run'",
        "                  5:14-7:15 | 'tox\\nruff\\n' is 'tox\\nruff\\n'",
        "              9:9-9:40 mapping",
        "                9:10-9:14 plain 'name' is 'name'",
        '                  9:16-9:23 \' "it\'s" is "it\'s"',
        "                9:25-9:29 plain 'with' is 'with'",
        "                  9:31-9:39 list",
        "                    9:32-9:35 \" 'a' is 'a'",
        "                    9:37-9:38 plain 'b' is 'b'",
        "          10:5-10:14 plain 'container' is 'container'",
        "            11:7-11:13 mapping",
        "              11:7-11:12 plain 'image' is 'image'",
        "                11:13-11:13 plain '' is None",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: {}", ["1:4-1:6 mapping"], id="empty flow mapping"),
        pytest.param("a: []  ", ["1:4-1:6 list"], id="empty flow list"),
        pytest.param("a:\n- b", ["2:1-2:4 list"], id="list as deep as its key"),
        pytest.param("a: &x\n- b", ["2:1-2:4 list"], id="the same with an anchor"),
        pytest.param("a: &x\n  - b", ["2:3-2:6 list"], id="anchored list"),
        pytest.param("a: &x [b]", ["1:7-1:10 list"], id="anchored flow list"),
        pytest.param("a: !!map &x {}", ["1:13-1:15 mapping"], id="tag and anchor"),
        pytest.param("a: &x # c\n  b: 1", ["2:3-2:7 mapping"], id="anchored mapping"),
        pytest.param("a: [b: c ]", ["1:4-1:11 list", "  1:5-1:9 mapping"], id="pair"),
    ],
)
def test_a_collection_begins_behind_its_anchor(
    text: str, expected: list[str], outline: Outline
):
    tree, _ = load(Source("x", text))

    assert tree is not None
    lines = outline(tree.entries[0][1])
    assert [line for line in lines if "plain" not in line] == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("b", "1:1-1:2", id="plain"),
        pytest.param("b\n c\n", "1:1-2:3", id="plain on two lines"),
        pytest.param("&x b", "1:4-1:5", id="anchored"),
        pytest.param("!!str &x 'b'", "1:10-1:13", id="tag and anchor"),
        pytest.param("&x # why\n\n  b", "3:3-3:4", id="anchor on a line of its own"),
        pytest.param("!!str", "1:6-1:6", id="tag of nothing"),
        pytest.param('"b\n  c"', "1:1-2:5", id="quotes on two lines"),
        pytest.param("|\n b\n\n\n", "1:1-2:3", id="literal block"),
        pytest.param("&x >-  # c\n b\n c  \n# c\n", "1:4-3:5", id="anchored fold"),
        pytest.param("|", "1:1-1:2", id="empty block"),
        pytest.param("é😀", "1:1-1:3", id="beyond ASCII"),
        pytest.param("\ufeffb", "1:1-1:2", id="byte order mark"),
        pytest.param("\r\n\r\n b", "3:2-3:3", id="CRLF"),
        pytest.param("# \u2028 b", "1:5-1:6", id="a break that is none in editors"),
    ],
)
def test_a_scalar_covers_its_text(text: str, place: str, outline: Outline):
    tree, problems = load(Source("x", text))

    assert problems == []
    assert outline(tree)[0].split(" ")[0] == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("a:", Position(1, 3), id="end of file"),
        pytest.param("a:  # c\nb: 1", Position(1, 3), id="comment"),
        pytest.param("{a: , b: 1}", Position(1, 4), id="flow"),
        pytest.param("? a\n? b", Position(1, 4), id="no value"),
    ],
)
def test_an_empty_value_stands_behind_its_key(text: str, place: Position):
    tree, _ = load(Source("x", text))

    assert tree is not None
    span = tree.entries[0][1].span
    assert (span.start, span.end) == (place, place)


def test_values_are_those_of_the_core_schema(outline: Outline):
    tree, _ = load(Source("x", "[3.10, on, 0o14, '1', !!str 1, ~]"))

    assert [line.split(maxsplit=2)[2] for line in outline(tree)[1:]] == [
        "'3.10' is 3.1",
        "'on' is 'on'",
        "'0o14' is 12",
        "'1' is '1'",
        "'1' is '1'",
        "'~' is None",
    ]


def test_block_scalars_of_a_windows_file_have_plain_line_feeds():
    tree, _ = load(Source("x", "|\r\n a\r\n b\r\n"))

    assert tree is not None
    assert tree.value == "a\nb\n"


def test_an_entry_that_is_written_twice_is_kept_twice(outline: Outline):
    tree, problems = load(Source("x", "a: 1\nA: 2\na: 3\n<<: {b: 4}\n"))

    assert tree is not None
    assert problems == []
    assert [key.text for key, _ in tree.entries] == ["a", "A", "a", "<<"]


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "\ufeff", "%YAML 1.1\n"])
def test_an_empty_file_has_no_tree_and_no_problem(text: str):
    tree, problems = load(Source("x", text))

    assert tree is None
    assert [problem.id for problem in problems] == ["yaml-syntax"] * ("%" in text)


def test_an_empty_document_is_null(outline: Outline):
    assert outline(load(Source("x", "---\n"))[0]) == ["1:4-1:4 plain '' is None"]


def test_a_second_document_is_refused_in_githubs_words():
    tree, problems = load(Source("x", "a: 1\n---\nb: 2\n"))

    assert tree is not None
    assert len(tree.entries) == 1
    assert [(str(found.span), found.message) for found in problems] == [
        ("x:2:1", "Expected stream end parse event")
    ]


def test_a_value_that_github_refuses_stays_in_the_tree_as_text(outline: Outline):
    tree, problems = load(Source("x", "a: !!int '300'\nif: !cancelled()\n"))

    assert outline(tree)[1:] == [
        "  1:1-1:2 plain 'a' is 'a'",
        "    1:10-1:15 ' '300' is '300'",
        "  2:1-2:3 plain 'if' is 'if'",
        "    2:17-2:17 plain '' is ''",
    ]
    assert [(str(found.span), found.id) for found in problems] == [
        ("x:1:4", "yaml-value"),
        ("x:2:5", "yaml-value"),
    ]
    assert "on line 1 and column 4 is not valid" in problems[0].message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: 1\nb: [2, 3\n", "{a: 1, b: [2, 3]}", id="open bracket"),
        pytest.param("a: 1\nb: 'x\n", "{a: 1}", id="a key without its value goes"),
        pytest.param(
            "a:\n  - b: 1\n    c: d: e\n", "{a: [{b: 1, c: d}]}", id="deep inside"
        ),
        pytest.param("- &x\n  a: 1\n  b: @", "[{a: 1}]", id="in an anchored node"),
    ],
)
def test_what_stands_before_an_error_is_kept(text: str, expected: str):
    tree, problems = load(Source("x", text))

    assert [problem.id for problem in problems] == ["yaml-syntax"]
    assert tree == load(Source("x", expected))[0]
