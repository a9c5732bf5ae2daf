"""Owns what the commands of a log do: effects for the engine, lines for the log."""

from __future__ import annotations

from dataclasses import replace
from typing import Mapping, Optional, Tuple, Union

from understudy.dialects.github.log_commands import (
    REGISTERED,
    LogCommand,
    annotation,
    parse,
)
from understudy.model.result import Annotation
from understudy.records import dataclass

ALLOW_COMMANDS = "ACTIONS_ALLOW_UNSECURE_COMMANDS"
ALLOW_TOKENS = "ACTIONS_ALLOW_UNSECURE_STOPCOMMAND_TOKENS"

_NEVER_ECHOED = frozenset(("add-mask", "debug", "error", "notice", "warning"))
_DISABLED = (
    "The `{0}` command is disabled. Please upgrade to using Environment Files or opt"
    " into unsecure command execution by setting the `ACTIONS_ALLOW_UNSECURE_COMMANDS`"
    " environment variable to `true`. For more information see: https://github.blog/"
    "changelog/2020-10-01-github-actions-deprecating-set-env-and-add-path-commands/"
)
_DEPRECATED = (
    "The `{0}` command is deprecated and will be disabled soon. Please upgrade to using"
    " Environment Files. For more information see: https://github.blog/changelog/"
    "2022-10-11-github-actions-deprecating-save-state-and-set-output-commands/"
)
_TOKEN = (
    "You cannot use a endToken that is an empty string, the string 'pause-logging', or"
    " another workflow command. For more information see: https://docs.github.com/"
    "actions/learn-github-actions/workflow-commands-for-github-actions#example-stopping"
    "-and-starting-workflow-commands or opt into insecure command execution by setting"
    " the `ACTIONS_ALLOW_UNSECURE_STOPCOMMAND_TOKENS` environment variable to `true`."
)


@dataclass(frozen=True)
class SetVariable:
    """Every later step sees this environment variable."""

    name: str
    value: str


@dataclass(frozen=True)
class AddPath:
    """Every later step searches this folder first."""

    path: str


@dataclass(frozen=True)
class SetOutput:
    """The step has this output."""

    name: str
    value: str


@dataclass(frozen=True)
class SaveState:
    """The post step of the same action sees this state."""

    name: str
    value: str


@dataclass(frozen=True)
class Mask:
    """This value, and each line of it, is hidden from here on."""

    value: str


@dataclass(frozen=True)
class Annotate:
    """The step left an annotation."""

    annotation: Annotation


@dataclass(frozen=True)
class AddMatchers:
    """The problem matchers of a file (below the workspace) are in force."""

    file: str


@dataclass(frozen=True)
class RemoveMatchers:
    """The matchers of an owner, or those of a file, are no longer in force."""

    owner: str = ""
    file: str = ""


Effect = Union[
    SetVariable,
    AddPath,
    SetOutput,
    SaveState,
    Mask,
    Annotate,
    AddMatchers,
    RemoveMatchers,
]


@dataclass(frozen=True)
class Reply:
    """What a command does: its effects, the lines that the log shows in its place.

    The effects come first: a mask hides the line that names it. `failed` makes the step
    fail once it ends; `debug` is shown while debugging.
    """

    effects: Tuple[Effect, ...] = ()
    log: Tuple[str, ...] = ()
    debug: Tuple[str, ...] = ()
    failed: bool = False


class CommandReader:
    """Reads the commands of one step; remembers what it echoes and where it stopped.

    A new one for every step: the runner makes one per handler (Handler.cs).
    """

    def __init__(
        self, env: Mapping[str, str], echo: bool = False, workspace: str = ""
    ) -> None:
        self._env = env
        self._workspace = workspace
        self._registered = set(REGISTERED)
        self._token: Optional[str] = None
        self.echo = echo

    def read(self, line: str) -> Optional[Reply]:
        """Return what a line does, None where it is ordinary output."""
        command = parse(line, self._registered)
        if command is None:
            return None
        name = command.name.lower()
        if self._token is not None:
            resumes = self._token and name == self._token.lower()
            return self._resume(line) if resumes else None
        if name == "stop-commands":
            return self._stop(line, command.data)
        echoed = (line,) if self.echo and name not in _NEVER_ECHOED else ()
        reply = self._obey(name, command)
        if reply.failed:
            reply = _unable(name if name in _NEVER_ECHOED else line, reply)
        return replace(reply, log=(*echoed, *reply.log))

    def _resume(self, line: str) -> Reply:
        self._registered.discard((self._token or "").lower())
        self._token = None
        return Reply(log=(line,), debug=("Resume processing commands",))

    def _stop(self, line: str, token: str) -> Reply:
        taken = token.lower() in self._registered or token.lower() == "pause-logging"
        if (taken or not token) and not self._allows_tokens():
            return _failure(_TOKEN)
        self._token = token
        self._registered.add(token.lower())
        masked = (Mask(token),) if len(token) > 6 else ()
        paused = (
            "Paused processing commands until the token you called ::stopCommands::"
            " with is received"
        )
        return Reply(effects=masked, log=(line,), debug=(paused,))

    def _allows_tokens(self) -> bool:
        # StringUtil.ConvertToBoolean knows more words than bool.TryParse.
        return _is(self._env.get(ALLOW_TOKENS), "true", "$true", "1")

    def _obey(self, name: str, command: LogCommand) -> Reply:
        if name in ("debug", "notice", "warning", "error"):
            return self._say(name, command)
        if name in ("group", "endgroup"):
            return Reply(log=(f"##[{name}]{command.data if name == 'group' else ''}",))
        if name in ("set-env", "add-path", "set-output", "save-state"):
            return self._set(name, command)
        if name in ("add-matcher", "remove-matcher"):
            return _match(name, command)
        return (
            self._mask(command.data) if name == "add-mask" else self._echo(command.data)
        )

    def _say(self, name: str, command: LogCommand) -> Reply:
        if name == "debug":
            return Reply(debug=(command.data,))
        return _issue(annotation(command, self._workspace))

    def _set(self, name: str, command: LogCommand) -> Reply:
        allowed = _is(self._env.get(ALLOW_COMMANDS), "true")
        if name in ("set-env", "add-path") and not allowed:
            return _failure(_DISABLED.format(name))
        if name == "add-path":
            if not command.data:
                return _failure("Value cannot be null. (Parameter 'path')")
            return Reply(effects=(AddPath(command.data),))
        key = command.property("name")
        if not key:
            return _failure(f"Required field 'name' is missing in ##[{name}] command.")
        if name == "set-env":
            return _variable(key, command.data)
        effect = SetOutput if name == "set-output" else SaveState
        warning = Annotation("warning", _DEPRECATED.format(name))
        return _issue(warning, effect(key, command.data))

    def _mask(self, data: str) -> Reply:
        if not data.strip():
            return _warn(
                "Can't add secret mask for empty string in ##[add-mask] command."
            )
        echoed = ("::add-mask::***",) if self.echo else ()
        return Reply(effects=(Mask(data),), log=echoed)

    def _echo(self, data: str) -> Reply:
        word = data.strip().lower()
        if word not in ("on", "off"):
            return _failure(
                "Value cannot be null. (Parameter 'value')"
                if not data
                else "Invalid echo command value. Possible values can be: 'on', 'off'."
                f" Current value is: '{data}'."
            )
        self.echo = word == "on"
        return Reply(debug=(f"Setting echo command value to '{word}'",))


def refusal(line: str, message: str) -> Reply:
    """Return what GitHub says of a command that turns out to be impossible."""
    return _unable(line, _failure(message))


def _unable(shown: str, reply: Reply) -> Reply:
    said = _issue(
        Annotation("error", f"Unable to process command '{shown}' successfully.")
    )
    return replace(
        reply,
        effects=(*said.effects, *reply.effects),
        log=(*said.log, *reply.log),
    )


def _match(name: str, command: LogCommand) -> Reply:
    owner, file = command.property("owner"), command.data
    if name == "add-matcher":
        return (
            Reply(effects=(AddMatchers(file),))
            if file
            else _warn("File path must be specified.")
        )
    if owner and file:
        return _warn(
            "Either specify an owner name or a file path in ##[remove-matcher] command."
            " Both values cannot be set."
        )
    if not owner and not file:
        return _warn(
            "Either an owner name or a file path must be specified in"
            " ##[remove-matcher] command."
        )
    return Reply(effects=(RemoveMatchers(owner, file),))


def _variable(name: str, value: str) -> Reply:
    if name.upper() == "NODE_OPTIONS":
        return _issue(
            Annotation(
                "error",
                "Can't update NODE_OPTIONS environment variable using ::set-env::"
                " command.",
            )
        )
    return Reply(effects=(SetVariable(name, value),))


def _issue(said: Annotation, *effects: Effect) -> Reply:
    shown = (f"##[{said.level}]{said.message}",) if said.message else ()
    return Reply(effects=(Annotate(said), *effects), log=shown)


def _warn(message: str) -> Reply:
    return _issue(Annotation("warning", message))


def _failure(message: str) -> Reply:
    return replace(_issue(Annotation("error", message)), failed=True)


def _is(text: Optional[str], *words: str) -> bool:
    return (text or "").strip().lower() in words
