from __future__ import annotations

from understudy.expressions import CaseSensitive, Unknown, evaluate


def test_an_unknown_value_says_why_in_one_line():
    assert repr(Unknown("`build` has not run")) == (
        "Unknown(reason='`build` has not run', truth=None)"
    )


def test_a_case_sensitive_dictionary_tells_keys_apart():
    contexts = {"env": CaseSensitive(Path="a", PATH="b"), "matrix": {"Path": "c"}}

    found = [
        evaluate(expression, contexts)
        for expression in ("env.Path", "env.PATH", "env.path", "matrix.PATH")
    ]

    assert found == ["a", "b", None, "c"]
