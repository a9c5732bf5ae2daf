"""Syntax errors, where they are shown, and what is said about them."""

from __future__ import annotations

import pytest
from yaml.error import Mark
from yaml.parser import ParserError

from understudy.text.diagnostic import Authority, Severity
from understudy.text.source import Source
from understudy.text.syntax import explain
from understudy.text.yaml import load

A_QUOTE = "put the value in quotes"
CASES = [
    ("a:\n\tb: 1", "2:1 `\t` a tab cannot indent YAML", "indent with spaces"),
    ("a: b\n\tc: d", "2:1 `\t` a tab cannot indent YAML", "indent with spaces"),
    ("a: |\n\tb", "2:1 `\t` a tab cannot indent YAML", "indent with spaces"),
    ("a: |\n  b\n\n \tc", "4:2 `\t` a tab cannot indent YAML", "indent with spaces"),
    ("a: @b", "1:4 `@` a value cannot begin with `@`", A_QUOTE),
    ("a: %b", "1:4 `%` a value cannot begin with `%`", A_QUOTE),
    ("a: `b`", "1:4 ``` a value cannot begin with a backtick", A_QUOTE),
    ("a: 1\nfoo  \nb: 2", "2:1 `foo` expected `:` after a key", "write `key: value`"),
    ("a: - b", "1:4 `-` a list cannot begin here", "on a line of its own"),
    ("a: ? b", "1:4 `?` a `?` cannot stand here", "begins a key"),
    ("a: b: c", "1:5 `:` a second `:` on one line", "if the `:` belongs to it"),
    ("a: b\n  c: d", "2:3 `c` a key cannot stand here", "like the keys that"),
    ("a: 'b\nc: d", "1:4 `'` a quote is not closed", "with another `'`"),
    ('a: "b\n---\n"', '1:4 `"` a quote is not closed', 'with another `"`'),
    (r'a: "\d"', r"1:5 `\d` `\d` is no escape in double quotes", "single quotes"),
    (r'a: "\x4"', r"1:5 `\x4` `\x4` is no escape in double quotes", "backslash"),
    (r'a: "\ud800"', r"1:5 `\ud800` `\ud800` is no escape in", "backslash"),
    (
        r'a: "\\ud800\ud800abcdef\n"',
        r"1:12 `\ud800` `\ud800` is no escape",
        "backslash",
    ),
    (r'a: "\U00110000"', r"1:5 `\U00110000` `\U00110000` is no escape", "backslash"),
    ("- *.py", "1:3 `*` `*` is not followed by a name", "begins an alias"),
    ("a: & b", "1:4 `&` `&` is not followed by a name", "begins an anchor"),
    ("if: !f(a, b)", "1:5 `!f(a, b)` this is not a tag", "begins a tag"),
    ("if: !x!y z", "1:5 `!x!y z` this is not a tag", "begins a tag"),
    ("if: !!", "1:5 `!!` this is not a tag", "begins a tag"),
    ("if: !a%zz b", "1:5 `!a%zz b` this is not a tag", "begins a tag"),
    ("if: !a%ff b", "1:5 `!a%ff b` this is not a tag", "begins a tag"),
    ("a: | b", "1:6 `b` no text can follow `|` on its line", "on the next line"),
    ("a: >0\n b", "1:5 `0` the number must be from 1 to 9", "mostly left out"),
    ("a: [b:,]", "1:6 `:` a `:` cannot stand here", "a space after it"),
    ("a: b]\n- ]", "2:1 `- ]` this line is neither a key of the mapping", "column 1"),
    ("a: [b]]", "1:7 `]` this `]` closes nothing", "take it away"),
    ("a: [b: c: d]", "1:9 `:` expected `,` or `]`", A_QUOTE),
    ("a: [b", "1:4 `[` `[` is not closed", "close it with `]`"),
    ("a: {b: c\nd: e", "1:4 `{` `{` is not closed", "close it with `}`"),
    ("a: [,]", "1:5 `,` expected a value, found `,`", A_QUOTE),
    ("a: 'b' c", "1:8 `c` the value ended before this", "all of it"),
    ("a:\n  b: 1\n c: 2", "3:2 `c: 2` this line is neither a key", "in column 1"),
    ("a:\n - b\n c: 2", "3:2 `c: 2` this line is neither an item", "in column 2"),
    (" a: 1\nb: 2", "2:1 `b` the content of the file ended before", "one mapping"),
    ("%YAML 2.0\n---\n", "1:1 `%YAML 2.0` this is not a YAML directive", "needs none"),
    ("%TAG ! a\n%TAG ! b\n---", "2:1 `%TAG ! b` this is not a YAML", "needs none"),
    ("%YAML x\n---", "1:1 `%YAML x` this is not a YAML directive", "needs none"),
    ("%TAG x y\n---", "1:1 `%TAG x y` this is not a YAML directive", "needs none"),
    ("%TAG !a! \n---", "1:1 `%TAG !a!` this is not a YAML directive", "needs none"),
    ("%YAML 1.1 x\n---", "1:1 `%YAML 1.1 x` this is not a YAML", "needs none"),
    ("%\n---", "1:1 `%` this is not a YAML directive", "needs none"),
]


@pytest.mark.parametrize(("text", "shown", "help"), CASES)
def test_an_error_is_shown_where_a_person_would_look(text: str, shown: str, help: str):
    source = Source("x", text)

    _, (problem, *others) = load(source)

    span = problem.span
    written = text[source.offset(span.start) : source.offset(span.end)]
    found = f"{span.line}:{span.column} `{written}` {problem.message}"
    assert found.startswith(shown)
    assert problem.help is not None
    assert help in problem.help
    assert (problem.id, others) == ("yaml-syntax", [])
    assert problem.severity is Severity.ERROR
    assert problem.authority is Authority.UNDERSTUDY


@pytest.mark.parametrize(
    ("text", "place", "label"),
    [
        ("a: [b\nc: d", "2:2", "still inside of the `[` here"),
        ("a:\n  b: 1\n c: 2", "1:1", "the mapping begins here"),
        ("- a\nb: c", "1:1", "the list begins here"),
    ],
)
def test_a_second_place_is_shown_where_it_helps(text: str, place: str, label: str):
    _, (problem,) = load(Source("x", text))

    shown = [(str(extra.span)[2:], extra.text) for extra in problem.labels]
    assert shown == [(place, label)]


def test_nothing_is_underlined_where_nothing_is():
    source = Source("x", "a: 1\nb: !<x")
    error = ParserError(None, None, "something new", Mark("", 12, 1, 7, None, 0))

    problem = explain(error, source, 0)

    assert problem.message == "something new"
    assert problem.span == source.span(12, 12)


def test_places_take_a_byte_order_mark_and_windows_into_account():
    _, (problem,) = load(Source("x", "\ufeffa: 1\r\nb: @\r\n"))

    assert str(problem.span) == "x:2:4"
