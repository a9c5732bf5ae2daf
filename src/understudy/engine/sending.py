"""Owns which commands of a script send something out; they are not played."""

from __future__ import annotations

import os
import re
from types import MappingProxyType
from typing import Mapping, Optional, Tuple

from understudy.engine.shell_words import Words, commands

_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*\+?=")
_PYTHON = re.compile(r"(?:python|pypy)[0-9.]*")
_RESERVED = frozenset("! { } do done elif else fi if then until while".split())
# Programs that run another one, and what comes between.
_WRAPPERS = frozenset(
    "command env exec nice nohup npx pipx stdbuf sudo time timeout uvx xargs".split()
)
_RUNNERS = frozenset("hatch pdm pipenv pipx poetry uv".split())
_SHELLS = frozenset("bash dash sh zsh".split())
_DURATION = re.compile(r"[0-9.]+[smhd]?")
# Options before what is run that have a value of their own.
_VALUED = frozenset("""
    --color --config --config-file --context --directory --env-file --extra --from
    --group --host --index --log-level --manifest-path --only-group --package --prefix
    --project --python --repo --spec --with --with-editable --with-requirements
    --workspace -C -H -R -c -e -n -p -u -w
    """.split())
_HARMLESS = frozenset(("--help", "-h", "--dry-run"))

# Programs, and the verbs by which each sends something.
_PUBLISH: Tuple[Words, ...] = (("publish",),)
_PUSH: Tuple[Words, ...] = (("push",), ("image", "push"), ("manifest", "push"))
_SENDING: Mapping[str, Tuple[Words, ...]] = MappingProxyType(
    {
        **dict.fromkeys(
            "cargo flit hatch npm pdm pnpm poetry uv yarn".split(), _PUBLISH
        ),
        **dict.fromkeys(("docker", "podman"), _PUSH),
        "gh": tuple(
            ("release", verb) for verb in ("create", "upload", "edit", "delete")
        ),
        "maturin": (("publish",), ("upload",)),
        "mkdocs": (("gh-deploy",),),
        "twine": (("upload",),),
    }
)


def sending_command(script: str) -> Optional[str]:
    """Return the first command of a script that would send something, None if none.

    This looks at words, as a reader does: what a script sends by way of another program
    (tox, make) is left to the confinement.
    """
    for words in commands(script):
        found = _sends(words)
        if found is not None:
            return found
    return None


def _sends(words: Words) -> Optional[str]:
    """Return a command that would send something, without its options."""
    words = _own(words)
    if not words:
        return None
    program, arguments = os.path.basename(words[0]), words[1:]
    if program in _SHELLS:
        return _inner(arguments)
    if _HARMLESS.intersection(arguments):
        return None
    for verbs in _SENDING.get(program, ()):
        if _starts(arguments, verbs):
            return " ".join((program, *verbs))
    if program == "setup.py":
        sent = {"upload", "register"}.intersection(arguments)
        return f"setup.py {min(sent)}" if sent else None
    building = program in ("docker", "podman") and "build" in arguments
    return f"{program} build --push" if building and "--push" in arguments else None


def _inner(arguments: Words) -> Optional[str]:
    """Return what a shell would send that is given its script as a word."""
    for option, script in zip(arguments, arguments[1:]):
        if re.fullmatch("-[a-z]*c", option):
            return sending_command(script)
    return None


def _own(words: Words) -> Words:
    """Return a command without what leads to it: keywords, variables, wrappers."""
    while words:
        program = os.path.basename(words[0])
        rest = words[1:]
        if program in _RESERVED or _ASSIGNMENT.match(words[0]):
            words = rest
        elif program in _RUNNERS and _verb(rest) == "run":
            words = _after_options(_after_options(rest)[1:])
        elif program == "uv" and _starts(rest, ("tool", "run")):
            words = _after_options(rest[rest.index("run") + 1 :])
        elif program in _WRAPPERS:
            words = _after_options(rest)
            if program == "timeout" and words and _DURATION.fullmatch(words[0]):
                words = words[1:]
        elif _PYTHON.fullmatch(program):
            return _of_python(rest)
        else:
            break
    return words


def _of_python(arguments: Words) -> Words:
    """Return what a Python runs: a module or a script, and its arguments."""
    for at, word in enumerate(arguments):
        if word == "-m":
            return arguments[at + 1 :]
        if not word.startswith("-"):
            return arguments[at:]
    return ()


def _verb(arguments: Words) -> str:
    return next(iter(_after_options(arguments)), "")


def _starts(arguments: Words, verbs: Words) -> bool:
    """Tell whether the words that are no options begin with some verbs."""
    for verb in verbs:
        arguments = _after_options(arguments)
        if arguments[:1] != (verb,):
            return False
        arguments = arguments[1:]
    return True


def _after_options(arguments: Words) -> Words:
    while arguments and arguments[0].startswith("-"):
        arguments = arguments[2 if arguments[0] in _VALUED else 1 :]
    return arguments
