"""Options become values of the layers below, or are refused in a sentence."""

from __future__ import annotations

import argparse
import shlex

import pytest

from understudy import api
from understudy.cli import common, options
from understudy.errors import UsageError

CI = """\
on: push
jobs:
  tests:
    strategy: {matrix: {python: ["3.9", "3.10"]}}
    runs-on: ubuntu-latest
    steps: [run: tox]
"""


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    options.add_event(parser)
    options.add_setting(parser)
    options.add_selection(parser)
    common.add_common(parser)
    return parser.parse_intermixed_args(arguments)


def test_the_event_has_its_words_inputs_and_payload(tmp_path):
    file = tmp_path / "pr.json"
    file.write_text('{"number": 7}', encoding="utf-8")
    inputs = ("--input", "level=3", "--input", "empty=")

    found = options.asked(
        parse("pr", "--payload", str(file), *inputs, "--fork", "main")
    )

    assert found == api.Asked(
        ("pr", "main"),
        payload={"number": 7.0},
        inputs={"level": "3", "empty": ""},
        fork=True,
    )


def test_nothing_is_asked_by_default():
    assert options.asked(parse()) == api.Asked()


def test_a_payload_is_an_object(tmp_path):
    file = tmp_path / "pr.json"
    file.write_text("[]", encoding="utf-8")

    with pytest.raises(UsageError, match="wants an object"):
        options.asked(parse("--payload", str(file)))


@pytest.mark.parametrize("text", ["level", "=3"])
def test_an_input_is_a_pair(text):
    with pytest.raises(UsageError, match=f"--input wants NAME=VALUE, not `{text}`"):
        options.asked(parse("--input", text))


def test_variables_are_pairs():
    assert options.variables(parse("--var", "A=b=c")) == {"A": "b=c"}


def test_secrets_are_given_or_found_or_asked_for():
    args = parse("--secret", "GIVEN=x=y", "--secret", "FOUND", "--secret", "ASKED")
    environment = {"FOUND": "found", "GIVEN": "other", "MORE": "more"}

    asked = options.secrets(args, lambda name: f"{name}?", environment)
    unasked = options.secrets(args, environment=environment)

    assert asked == {"GIVEN": "x=y", "FOUND": "found", "ASKED": "ASKED?"}
    assert unasked == {"GIVEN": "x=y", "FOUND": "found", "ASKED": None}


@pytest.mark.parametrize(
    "name", ["GITHUB_TOKEN", "github_x", "2FA", "A-B", "", "A B", "É", "=x"]
)
def test_a_secret_has_a_name_that_github_takes(name):
    with pytest.raises(UsageError, match="cannot be the name of a secret"):
        options.secrets(parse("--secret", name), environment={})


def test_checkouts_stand_in_for_repositories(tmp_path, home, monkeypatch):
    (home / "b").mkdir()
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path)
    texts = ("acme/flows@release/v2=a", "acme/other=~/b")

    found = options.local_repositories(
        parse(*(word for text in texts for word in ("--local-repository", text)))
    )

    assert found == {
        "acme/flows@release/v2": tmp_path / "a",
        "acme/other": home / "b",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("acme/flows@v2", "wants NAME=VALUE", id="no path"),
        pytest.param("acme=/", "`acme` is no OWNER/REPO@REF", id="no name"),
        pytest.param("a/b/c=/", "`a/b/c` is no OWNER/REPO@REF", id="more than a name"),
        pytest.param("a/b@v1=/nowhere", "no folder `/nowhere` to stand in", id="gone"),
    ],
)
def test_a_wrong_checkout_is_refused(text, message):
    with pytest.raises(UsageError, match=message):
        options.local_repositories(parse("--local-repository", text))


@pytest.fixture
def plan(project):
    loaded = api.load(project({".github/workflows/ci.yml": CI}))
    return api.plan(loaded, api.event(loaded))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param("", ("ci/tests/3.9", "ci/tests/3.10"), id="everything"),
        pytest.param("--leg python=3.9", ("ci/tests/3.9",), id="a leg"),
        pytest.param("--job tests -k 3.10", ("ci/tests/3.10",), id="job and keywords"),
        pytest.param("-w ci --leg */3.9", ("ci/tests/3.9",), id="workflow and glob"),
        pytest.param("-k nothing", (), id="nothing"),
    ],
)
def test_legs_are_selected(plan, arguments, expected):
    assert options.selection(parse(*arguments.split()), plan).legs == expected


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        pytest.param(
            "--leg ci/test/3.9", "`ci/test/3.9`", "near: ci/tests/3.9", id="near"
        ),
        pytest.param("--job zzzzzzzz", "nothing is called `zzzzzzzz`", "", id="far"),
    ],
)
def test_what_is_not_there_is_named_with_what_is_near(plan, arguments, message, hint):
    with pytest.raises(UsageError) as found:
        options.selection(parse(*arguments.split()), plan)

    assert message in found.value.message
    assert (found.value.hint or "").startswith(hint)


def test_a_repetition_has_all_that_was_asked_but_no_secret(tmp_path):
    line = (
        "tag v1.2.3 -C 'a b' --payload pr.json --input 'x=1 2' --var A=b "
        "--secret TOKEN --local-repository a/b=c -w ci --fork --offline"
    )

    args = parse(*shlex.split(line.replace("TOKEN", "TOKEN=hunter2")))

    assert options.again(args) == line.replace("'x=1 2'", "'x=1 2'")


def test_nothing_asked_is_nothing_to_repeat():
    assert options.again(parse()) == ""
