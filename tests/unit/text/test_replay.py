"""Anchors stand for what they name, as often as GitHub puts up with it."""

from __future__ import annotations

from typing import Callable, Optional

import pytest

from understudy.text.diagnostic import Authority
from understudy.text.nodes import Node
from understudy.text.source import Source
from understudy.text.yaml import load

Outline = Callable[[Optional[Node]], list[str]]


def refusals(text: str) -> list[tuple[str, str]]:
    """Return place and message of everything that GitHub refuses in a text."""
    _, problems = load(Source("x", text))
    assert all(found.authority is Authority.GITHUB for found in problems)
    return [(str(found.span)[2:], found.message) for found in problems]


def test_an_alias_is_the_anchored_node_at_its_own_place(outline: Outline):
    tree, problems = load(Source("x", "a: &x [1]\nb: *x\n"))

    assert problems == []
    assert outline(tree) == [
        "1:1-2:6 mapping",
        "  1:1-1:2 plain 'a' is 'a'",
        "    1:7-1:10 list",
        "      1:8-1:9 plain '1' is 1",
        "  2:1-2:2 plain 'b' is 'b'",
        "    1:7-1:10 list",
        "      1:8-1:9 plain '1' is 1",
    ]


def test_an_alias_may_be_a_key_and_a_scalar_knows_its_anchor(outline: Outline):
    tree, _ = load(Source("x", "a: &x y\n*x : z\n"))

    assert outline(tree)[2:4] == [
        "    1:7-1:8 plain &x 'y' is 'y'",
        "  1:7-1:8 plain &x 'y' is 'y'",
    ]


def test_the_last_anchor_of_a_name_counts():
    tree, _ = load(Source("x", "[&x 1, *x, &x 2, *x]"))

    assert tree is not None
    assert [item.value for item in tree.items] == [1, 1, 2, 2]


def test_an_anchor_inside_another_of_the_same_name_counts_from_there():
    tree, problems = load(Source("x", "[&x [&x 1, *x], *x]"))

    assert problems == []
    assert tree is not None
    assert tree == load(Source("x", "[[1, 1], 1]"))[0]


def test_an_unknown_alias_is_refused():
    assert refusals("a: *x\n") == [("1:4", "Unknown anchor 'x'")]


@pytest.mark.parametrize("text", ["&x [*x]", "&x {a: [*x]}", "&x [&y [*x]]"])
def test_an_anchor_inside_of_itself_never_ends(text: str):
    ((_, message),) = refusals(text)

    assert message == "Maximum object depth exceeded"


def test_fifty_levels_are_read_and_no_more():
    assert refusals("[" * 50 + "]" * 50) == []
    assert refusals("[" * 51 + "]" * 51) == [("1:51", "Maximum object depth exceeded")]


def test_an_alias_is_as_deep_as_its_node():
    nested = "&x " + "[" * 25 + "]" * 25

    assert refusals(f"[{nested}, {'[' * 24}*x{']' * 24}]") == []
    assert refusals(f"[{nested}, {'[' * 25}*x{']' * 25}]") == [
        ("1:82", "Maximum object depth exceeded")
    ]


def test_levels_of_an_alias_count_where_it_is_anchored_again():
    nested = "&x " + "[" * 20 + "]" * 20

    text = f"[{nested}, &y {'[' * 20}*x{']' * 20}, {'[' * 10}*y{']' * 10}]"
    assert [message for _, message in refusals(text)] == [
        "Maximum object depth exceeded"
    ]


def test_fifty_thousand_events_are_read_and_no_more():
    # Start of stream, document and list, and their ends, are six; each inner list has
    # a hundred.
    inner = f"[&x [{','.join('a' * 98)}]{', *x' * 498}"

    assert refusals(f"{inner}{', a' * 94}]") == []
    assert refusals(f"{inner}\n{', a' * 95}]") == [
        ("2:287", "Maximum YAML nodes exceeded")
    ]


def test_an_alias_costs_as_many_events_as_its_node():
    # Five for the stream, the document and the outer list, 100 + 2 for each inner one.
    items = ",".join("a" * 100)

    assert refusals(f"[&x [{items}]" + ", *x" * 489 + "]") == []
    assert [
        message for _, message in refusals(f"[&x [{items}]" + ", *x" * 490 + "]")
    ] == ["Maximum YAML nodes exceeded"]


def test_aliases_of_aliases_do_not_explode():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for index in range(1, 40):
        aliases = ", ".join([f"*a{index - 1}"] * 9)
        lines.append(f"a{index}: &a{index} [{aliases}]")

    assert refusals("\n".join(lines)) == [("5:30", "Maximum YAML nodes exceeded")]


def test_aliases_of_long_texts_have_a_limit():
    # 10 MiB of UTF-16.
    text = "x" * 500_000

    assert refusals(f"[&x {text}" + ", *x" * 9 + "]") == []
    assert refusals(f"[&x {text}" + ", *x" * 10 + "]") == [
        ("1:500043", "Maximum object size exceeded")
    ]


def test_what_stands_before_a_limit_is_kept():
    tree, _ = load(Source("x", "a: 1\nb: [2, *x, 3]\nc: 4\n"))

    assert tree == load(Source("x", "{a: 1, b: [2]}"))[0]
