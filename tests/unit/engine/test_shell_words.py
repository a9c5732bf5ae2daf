from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.engine.shell_words import commands


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("tox run  -e\tlint\n", ["tox run -e lint"], id="words"),
        pytest.param("a\nb; c && d || e & f | g", list("abcdefg"), id="operators"),
        pytest.param("a \\\n  b \\\r\n c", ["a b c"], id="continued lines"),
        pytest.param("# a\nb # c\nd#e", ["b", "d#e"], id="comments"),
        pytest.param("a 'b c' \"d e\"f", ["a|b c|d ef"], id="quotes"),
        pytest.param('echo "it\'s" \'a "b"\'', ['echo|it\'s|a "b"'], id="mixed"),
        pytest.param(r"a\ b \; \#c", ["a b|;|#c"], id="escapes"),
        pytest.param('a "b\\"c; d"', ['a|b"c; d'], id="escapes in quotes"),
        pytest.param("'' x", ["|x"], id="an empty word"),
        pytest.param("(a; b) && c", list("abc"), id="a subshell"),
        pytest.param("x() { a; }", ["x", "{ a", "}"], id="a function"),
        pytest.param("a $(b c) d", ["b c", "a|$(b c)|d"], id="a substitution"),
        pytest.param('a "x$(b; c)y"', ["b", "c", "a|x$(b; c)y"], id="quoted"),
        pytest.param("a `b` c", ["b", "a|`b`|c"], id="the old one"),
        pytest.param("a ${b:-c d} e", ["a|${b:-c d}|e"], id="a parameter"),
        pytest.param("a ${b:-$(c)}", ["c", "a|${b:-$(c)}"], id="nested"),
        pytest.param("a $((1 + 2)) b", ["1 + 2", "a|$((1 + 2))|b"], id="arithmetic"),
        pytest.param("a > b 2>&1 c", ["a c"], id="redirected"),
        pytest.param("a &> b c >>d", ["a c"], id="both"),
        pytest.param("a <<< b c", ["a c"], id="a word as input"),
        pytest.param("a <(b c) d", ["b c", "a d"], id="a process as a file"),
        pytest.param("a 2 3>x", ["a 2"], id="numbers"),
        pytest.param("a >", ["a"], id="into nothing"),
        pytest.param("case $x in a) b;; *) c;; esac", None, id="case"),
        pytest.param("a <<X\nb\nX\nc", ["a", "c"], id="here document"),
        pytest.param("a <<'X Y' d\nb\nX Y\nc", ["a d", "c"], id="quoted delimiter"),
        pytest.param("a <<-X\n\tb\n\tX\nc", ["a", "c"], id="indented"),
        pytest.param("a << X <<Y\nb\nX\nd\nY\nc", ["a", "c"], id="two documents"),
        pytest.param("a <<X\r\nb\r\nX\r\nc", ["a", "c"], id="CRLF"),
        pytest.param("a <<X\nb", ["a"], id="a document without an end"),
        pytest.param("a $(b <<X\nc\nX\n) d", ["b", None], id="inside"),
        pytest.param("a 'b", ["a b"], id="an open quote"),
        pytest.param('a "b', ["a b"], id="another open quote"),
        pytest.param("a $(b", ["b", "a $(b"], id="an open bracket"),
        pytest.param("a ${b", ["a ${b"], id="an open brace"),
        pytest.param("a\\", ["a"], id="an open escape"),
    ],
)
def test_the_commands_of_a_script(script, expected):
    found = list(commands(script))

    if expected is None:
        assert [("b",), ("c",)] == [one for one in found if one in (("b",), ("c",))]
        return
    assert len(found) == len(expected)
    for words, wanted in zip(found, expected):
        if wanted is not None:
            separator = "|" if "|" in wanted else " "
            assert list(words) == wanted.split(separator)


@pytest.mark.parametrize("open", ["(", "$(", "${", '"$(', "`", "<(", '"${a-'])
def test_no_script_is_nested_too_deep(open):
    found = list(commands(f"{open * 5000}a\nb"))

    assert found is not None


@given(st.text("ab \n\\'\"`$(){}<>&|;#-\t\r2"))
def test_no_script_is_too_broken(script):
    for words in commands(script):
        assert words
