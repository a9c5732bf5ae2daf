"""Values are taken out of nodes of any kind, and absent ones are nothing."""

from __future__ import annotations

import pytest

from understudy.dialects.github import nodes
from understudy.text import yaml
from understudy.text.source import Source


def load(text: str) -> yaml.Node:
    node, _ = yaml.load(Source("x.yml", text))
    assert node is not None
    return node


def test_entries_are_the_first_of_each_name() -> None:
    found = nodes.entries(load("a: 1\n3.10: 2\na: 3\n[x]: 4\n"))

    assert {name: nodes.text(entry.value) for name, entry in found.items()} == {
        "a": "1",
        "3.1": "2",
    }


@pytest.mark.parametrize("text", ["[a]", "a"])
def test_other_nodes_have_no_entries(text: str) -> None:
    assert nodes.entries(load(text)) == {}
    assert nodes.entries(None) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("x", "x"), ("3.10", "3.1"), ("true", "true"), ("~", ""), ("[x]", "")],
)
def test_a_scalar_is_a_string_to_github(text: str, expected: str) -> None:
    assert nodes.text(load(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[a, [b], c]", ["a", "c"], id="the scalars of a list"),
        pytest.param("a", ["a"], id="one in its place"),
        pytest.param("~", [], id="nothing"),
        pytest.param("{a: b}", [], id="a mapping"),
    ],
)
def test_a_list_may_be_one_scalar(text: str, expected: list[str]) -> None:
    assert [nodes.text(node) for node in nodes.scalars(load(text))] == expected


def test_items_are_those_of_a_list_only() -> None:
    assert len(nodes.items(load("[a, {b: c}]"))) == 2
    assert nodes.items(load("a")) == nodes.items(None) == ()


def test_templates_are_values_as_they_stand() -> None:
    fields = nodes.entries(load("name: ${{ x }}\nenv: {A: b}\n"))

    templates = nodes.templates(fields)

    assert templates["name"].text == "${{ x }}"
    assert templates["env"].node == nodes.value(fields, "env")
    assert nodes.value(fields, "absent") is None


def test_holes_are_found_at_any_depth() -> None:
    node = load("a: [b, {'${{ c }}': d}]")

    assert nodes.has_holes(node)
    assert not nodes.has_hole(node)
    assert not nodes.has_holes(load("a: [b, 1]"))
    assert nodes.has_hole(load("'${{ c }}'"))


def test_a_walk_is_in_the_order_of_the_file() -> None:
    found = [nodes.text(node) for node in nodes.walk(load("a: [b, c]\nd: {e: f}\n"))]

    assert [text for text in found if text] == list("abcdef")
