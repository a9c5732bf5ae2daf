"""Secrets and variables that are read and that nobody has set are named, once."""

from __future__ import annotations

import pytest

from understudy.dialects.github.unset import unset
from understudy.model.template import Condition, Template
from understudy.text import yaml
from understudy.text.source import Source

CONTEXTS = {"secrets": {"github_token": "t", "Known": ""}, "vars": {"REGION": "eu"}}


def template(text: str) -> Template:
    found, problems = yaml.load(Source("ci.yml", text))
    assert found is not None
    assert not problems
    return Template(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("${{ secrets.A }}", ("secrets.A",), id="a secret"),
        pytest.param("${{ Secrets['A'] }}", ("secrets.A",), id="in brackets"),
        pytest.param("${{ secrets.KNOWN }}", (), id="set, if empty"),
        pytest.param("${{ secrets.GITHUB_TOKEN }}", (), id="the token"),
        pytest.param("${{ vars.region }}", (), id="a variable that is set"),
        pytest.param("${{ vars.B }} ${{ vars.b }}", ("vars.B",), id="once"),
        pytest.param("${{ vars.B || 'x' }}", ("vars.B",), id="with a fallback"),
        pytest.param(
            "${{ secrets[format('X_{0}', vars.C)] }}", ("vars.C",), id="computed"
        ),
        pytest.param("${{ toJSON(secrets) }}", (), id="all of them"),
        pytest.param("${{ env.A }}", (), id="another context"),
        pytest.param("${{ secrets. }}", (), id="broken"),
        pytest.param(
            "{a: ['${{ vars.D }}', 3], '${{ vars.E }}': x}",
            ("vars.D", "vars.E"),
            id="deep",
        ),
    ],
)
def test_what_is_read_and_not_set_is_named(
    text: str, expected: tuple[str, ...]
) -> None:
    assert unset((template(text), None), CONTEXTS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("success() && (vars.A)", ("vars.A",), id="read"),
        pytest.param("a b", (), id="broken"),
    ],
)
def test_a_condition_is_looked_at_too(text: str, expected: tuple[str, ...]) -> None:
    assert unset((), CONTEXTS, Condition(text)) == expected


def test_without_contexts_only_the_token_is_set() -> None:
    text = template("${{ secrets.A }}${{ secrets.github_token }}")

    assert unset((text,), {}) == ("secrets.A",)
