"""What YAML does not allow is named, and the rest is read all the same."""

from __future__ import annotations

import pytest

from understudy.text.characters import readable
from understudy.text.source import Position, Source
from understudy.text.yaml import load


def test_ordinary_text_is_left_alone():
    found = readable(Source("x", "é: 😀\t\r\n\x85\u2028"))

    assert found == ("é: 😀\t\r\n\x85\u2028", 0, {}, [])


def test_a_byte_order_mark_is_left_out():
    found = readable(Source("x", "\ufeffa: 1"))

    assert (found.text, found.shift) == ("a: 1", 1)


@pytest.mark.parametrize(
    ("character", "message"),
    [
        ("\0", "the character U+0000 is not allowed in YAML"),
        ("\x1b", "the character U+001B is not allowed in YAML"),
        ("\x7f", "the character U+007F is not allowed in YAML"),
        ("\x9b", "the character U+009B is not allowed in YAML"),
        ("\uffff", "the character U+FFFF is not allowed in YAML"),
        ("\ud800", "the character U+D800 is not allowed in YAML"),
        ("\udcff", "byte 0xff is not UTF-8"),
    ],
)
def test_a_forbidden_character_is_an_error_at_its_first_place(
    character: str, message: str
):
    _, problems = load(Source("x", f"a: 1\nb: x{character}y{character}\n"))

    assert [(found.id, found.message) for found in problems] == [
        ("yaml-character", message)
    ]
    assert problems[0].span.start == Position(2, 5)


def test_the_tree_has_the_characters_that_the_file_has():
    tree, problems = load(Source("x", "a: \x1b[31m\x07\x1b\nb: 2\n"))

    assert tree is not None
    assert [value.text for _, value in tree.entries] == ["\x1b[31m\x07\x1b", "2"]
    assert len(problems) == 2


def test_half_a_character_becomes_the_replacement_character():
    tree, _ = load(Source("x", "a\udcff: '\ud800'\n"))

    assert tree is not None
    assert [(key.text, value.text) for key, value in tree.entries] == [
        ("a\ufffd", "\ufffd")
    ]


def test_a_stand_in_never_meets_the_same_character_in_the_file():
    tree, _ = load(Source("x", "\U000f0000\x01"))

    assert tree is not None
    assert tree.text == "\U000f0000\x01"


def test_a_byte_order_mark_inside_is_kept_in_silence():
    tree, problems = load(Source("x", "a: x\ufeffy"))

    assert tree is not None
    assert (tree.entries[0][1].text, problems) == ("x\ufeffy", [])
