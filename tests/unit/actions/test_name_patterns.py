from __future__ import annotations

import pytest

from understudy.actions.name_patterns import matches


@pytest.mark.parametrize(
    "pattern, name",
    [
        ("*", "dist"),
        ("**", "dist"),
        ("dist-*", "dist-"),
        ("*-3.?", "dist-3.9"),
        ("dist-[a-c]", "dist-b"),
        ("dist-[!a-c]", "dist-d"),
        ("dist-[^a-c]", "dist-]"),
        ("[[]", "["),
        ("[\\]", "\\"),
        ("a.b+c", "a.b+c"),
        ("{a,b}-c", "b-c"),
        ("{a,{b,c}d}", "cd"),
        ("x{1..3}", "x2"),
        ("x{3..1}", "x2"),
        ("x{-1..1}", "x-1"),
        ("{a..c}", "b"),
        ("{c..a}", "b"),
        ("{a}", "{a}"),
        ("{a,b", "{a,b"),
        ("a}", "a}"),
        ("a,b", "a,b"),
        ("\\*", "*"),
        ("a\\", "a\\"),
        ("[a", "[a"),
        ("!a", "b"),
        ("!!a", "a"),
        (".*", ".a"),
        ("a*\n", "ab\n"),
    ],
)
def test_a_pattern_matches(pattern, name):
    assert matches(pattern, name)


@pytest.mark.parametrize(
    "pattern, name",
    [
        ("*", ".dist"),
        ("?dist", ".dist"),
        ("[.]dist", ".dist"),
        ("dist", "dist-1"),
        ("dist-?", "dist-"),
        ("[b-a]", "a"),
        ("a.b", "axb"),
        ("Dist", "dist"),
        ("# a", "# a"),
        ("!a", "a"),
        ("{a,b}", "c"),
        ("\\*", "a"),
        ("@(a|b)", "a"),
    ],
)
def test_a_pattern_does_not_match(pattern, name):
    assert not matches(pattern, name)


@pytest.mark.parametrize(
    "pattern",
    [
        "{a,b}" * 40,
        "{1..99999999999}",
        "{" * 2000,
        "{a," * 600 + "a" + "}" * 600,
        "*a" * 200 + "b",
        "{*a,b}" * 10,
    ],
)
def test_a_hostile_pattern_ends(pattern):
    assert not matches(pattern, "a" * 100 + "c")
