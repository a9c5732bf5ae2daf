"""What the commands of a log do."""

from __future__ import annotations

import pytest

from understudy.dialects.github.protocol import (
    ALLOW_COMMANDS,
    ALLOW_TOKENS,
    AddMatchers,
    AddPath,
    Annotate,
    CommandReader,
    Effect,
    Mask,
    RemoveMatchers,
    Reply,
    SaveState,
    SetOutput,
    SetVariable,
)
from understudy.model.result import Annotation

ALLOWED = {ALLOW_COMMANDS: " True "}


def effects(line: str, *, echo: bool = False, **env: str) -> tuple[Effect, ...]:
    reply = CommandReader({**ALLOWED, **env}, echo=echo).read(line)
    assert reply is not None
    assert not reply.failed
    return reply.effects


def failure(line: str, **env: str) -> tuple[str, ...]:
    reply = CommandReader(env).read(line)
    assert reply is not None and reply.failed
    messages = []
    for effect in reply.effects:
        assert isinstance(effect, Annotate) and effect.annotation.level == "error"
        messages.append(effect.annotation.message)
    assert reply.log == tuple(f"##[error]{message}" for message in messages)
    return tuple(messages)


def warning(line: str) -> str:
    reply = CommandReader({}).read(line)
    assert reply is not None
    (effect,) = reply.effects
    assert isinstance(effect, Annotate) and effect.annotation.level == "warning"
    return effect.annotation.message


@pytest.mark.parametrize(
    "line, expected",
    [
        ("::set-env name=A::b", SetVariable("A", "b")),
        ("::add-path::/a", AddPath("/a")),
        ("::add-mask::a%0Ab", Mask("a\nb")),
        ("::add-matcher::a.json", AddMatchers("a.json")),
        ("::remove-matcher owner=o::", RemoveMatchers(owner="o")),
        ("::remove-matcher::a.json", RemoveMatchers(file="a.json")),
        ("::notice::a", Annotate(Annotation("notice", "a"))),
        ("##[Error]a", Annotate(Annotation("error", "a"))),
    ],
)
def test_a_command_has_one_effect(line: str, expected: Effect) -> None:
    assert effects(line) == (expected,)


@pytest.mark.parametrize(
    "line, expected",
    [
        ("::set-output name=A::b", SetOutput("A", "b")),
        ("::save-state name=A::b", SaveState("A", "b")),
    ],
)
def test_a_deprecated_command_works_and_warns(line: str, expected: Effect) -> None:
    said, effect = effects(line)

    assert isinstance(said, Annotate)
    assert "command is deprecated and will be disabled" in said.annotation.message
    assert effect == expected


@pytest.mark.parametrize("line", ["::set-env name=A::b", "::add-path::/a"])
@pytest.mark.parametrize("value", ["", "false", "1"])
def test_an_insecure_command_is_refused_unless_allowed(line: str, value: str) -> None:
    general, cause = failure(line, **{ALLOW_COMMANDS: value})

    assert general == f"Unable to process command '{line}' successfully."
    assert "command is disabled. Please upgrade to using Environment" in cause


@pytest.mark.parametrize(
    "line, cause",
    [
        ("::set-env::b", "Required field 'name' is missing in ##[set-env] command."),
        ("::set-output::b", "Required field 'name' is missing in ##[set-output] c"),
        ("::save-state::b", "Required field 'name' is missing in ##[save-state] c"),
        ("::add-path::", "Value cannot be null. (Parameter 'path')"),
        ("::echo::", "Value cannot be null. (Parameter 'value')"),
        ("::echo::loud", "Invalid echo command value. Possible values can be: 'on', "),
    ],
)
def test_a_command_without_what_it_needs_fails_the_step(line: str, cause: str) -> None:
    assert failure(line, **ALLOWED)[1].startswith(cause)


def test_node_options_cannot_be_set() -> None:
    (said,) = effects("::set-env name=node_options::b")

    assert isinstance(said, Annotate)
    assert said.annotation.message.startswith("Can't update NODE_OPTIONS environment")


@pytest.mark.parametrize(
    "line, message",
    [
        ("::add-mask::  %0A ", "Can't add secret mask for empty string in ##[add-mask"),
        ("::add-matcher::", "File path must be specified."),
        ("::remove-matcher::", "Either an owner name or a file path must be specif"),
        ("::remove-matcher owner=a::b", "Either specify an owner name or a file path"),
    ],
)
def test_a_command_that_says_nothing_is_warned_about(line: str, message: str) -> None:
    assert warning(line).startswith(message)


@pytest.mark.parametrize(
    "line, shown",
    [
        ("::group::a b", ("##[group]a b",)),
        ("##[endgroup]ignored", ("##[endgroup]",)),
        ("::error file=a::b", ("##[error]b",)),
        ("::error::", ()),
    ],
)
def test_the_log_shows_what_a_command_stands_for(
    line: str, shown: tuple[str, ...]
) -> None:
    reply = CommandReader({}).read(line)

    assert reply is not None
    assert reply.log == shown


def test_a_debug_message_is_shown_while_debugging_only() -> None:
    assert CommandReader({}).read("::debug::a") == Reply(debug=("a",))


def test_ordinary_output_is_none() -> None:
    assert CommandReader({}).read("tests/a.py::test_b PASSED") is None


def test_echo_shows_commands_but_no_secret() -> None:
    reader = CommandReader({})

    reader.read("::echo::ON ")
    shown = [
        reader.read(line) for line in ("::group::a", "::add-mask::b", "::debug::c")
    ]
    off = reader.read("::echo::Off")
    after = reader.read("::add-mask::b")

    logs = [reply.log for reply in shown if reply]
    assert logs == [("::group::a", "##[group]a"), ("::add-mask::***",), ()]
    assert off is not None and off.log == ("::echo::Off",)
    assert after is not None and after.log == ()
    assert reader.echo is False


def test_a_failing_command_that_may_hold_a_secret_is_named_without_it() -> None:
    reader = CommandReader({}, echo=True)

    reply = reader.read("::echo::secret")

    assert reply is not None
    assert reply.log[:2] == (
        "::echo::secret",
        "##[error]Unable to process command '::echo::secret' successfully.",
    )


def test_only_the_token_resumes_and_is_masked() -> None:
    reader = CommandReader({})

    stopped = reader.read("::stop-commands::My-Token")
    between = [reader.read(line) for line in ("::error::a", "::stop-commands::b", "x")]
    resumed = reader.read("##[my-token]")
    again = reader.read("::my-token::")
    after = reader.read("::error::a")

    assert stopped is not None
    assert (stopped.effects, stopped.log) == (
        (Mask("My-Token"),),
        ("::stop-commands::My-Token",),
    )
    assert between == [None, None, None]
    assert resumed is not None and resumed.log == ("##[my-token]",)
    assert again is None
    assert after is not None and after.effects


def test_a_short_token_is_not_masked() -> None:
    reply = CommandReader({}).read("::stop-commands::sixsix")

    assert reply is not None and reply.effects == ()


@pytest.mark.parametrize("token", ["", "stop-commands", "SET-ENV", "pause-logging"])
def test_a_token_that_could_come_by_itself_is_refused(token: str) -> None:
    reader = CommandReader({})

    reply = reader.read(f"::stop-commands::{token}")

    assert reply is not None and reply.failed
    assert reader.read("::error::a") is not None


@pytest.mark.parametrize("value", ["true", "1", "TRUE"])
def test_any_token_is_taken_where_allowed(value: str) -> None:
    reader = CommandReader({ALLOW_TOKENS: value})

    assert reader.read("::stop-commands::") is not None
    assert reader.read("::error::a") is None
    assert reader.read("::::") is None


def test_a_file_below_the_workspace_is_named_relative_to_it() -> None:
    reply = CommandReader({}, workspace="/w").read("::error file=/w/a.py::b")

    assert reply is not None
    assert reply.effects == (Annotate(Annotation("error", "b", file="a.py")),)
