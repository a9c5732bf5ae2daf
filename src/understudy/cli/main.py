"""Finds the verb of a command line and runs it; turns what goes wrong into exit codes.

Imports nothing that a verb does not need: a verb's module is loaded when it is named.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import List, Mapping, NamedTuple, Optional, Sequence, Tuple

from understudy.errors import UnderstudyError, UsageError

INTERNAL_ERROR = 3
INTERRUPTED = 130
BROKEN_PIPE = 141  # as of a program that the signal ends


class Verb(NamedTuple):
    """Where a verb is, and what it does in a line."""

    module: str
    summary: str


VERBS: Mapping[str, Verb] = {
    "run": Verb("run", "play what an event would start, here"),
    "plan": Verb("plan", "say what an event would start, and why not the rest"),
    "eval": Verb("evaluate", "evaluate an expression as GitHub does"),
}
_OVERVIEW = Verb("overview", "say in short what is in the pipeline")
_WITH_VALUE = ("-C", "--directory", "--color")


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Run a command line and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _dispatch(arguments)
        sys.stdout.flush()
        return code
    except UnderstudyError as error:
        hint = (error.hint or "").removeprefix("help: ")
        sys.stderr.write(f"error: {error.message}\n")
        sys.stderr.write(f"help: {hint}\n" if hint else "")
        return error.exit_code
    except SystemExit as leaving:  # argparse has printed the help of a verb.
        return int(leaving.code or 0)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return INTERRUPTED
    except BrokenPipeError:
        import_module("understudy.cli.terminal").silence()
        return BROKEN_PIPE
    except Exception as error:
        report = import_module("understudy.cli.bug_report").write(error, arguments)
        sys.stderr.write(f"internal error: {type(error).__name__}: {error}\n{report}\n")
        return INTERNAL_ERROR


def _dispatch(arguments: Sequence[str]) -> int:
    given, rest = _cut(arguments)
    before, verb, after = _split(given)
    if verb is None and {"-h", "--help"}.intersection(before):
        sys.stdout.write(_help())
        return 0
    if "--version" in before:
        version = import_module("understudy.cli.version").version()
        sys.stdout.write(f"understudy {version}\n")
        return 0
    if verb is not None and verb not in VERBS:
        raise _unknown(verb, after)
    found = VERBS[verb] if verb else _OVERVIEW
    module = import_module(f"understudy.cli.{found.module}")
    parse = import_module("understudy.cli.parser").parse
    code = module.run(parse(module, verb or "", [*before, *after], rest))
    assert isinstance(code, int)
    return code


def _cut(arguments: Sequence[str]) -> Tuple[List[str], Optional[List[str]]]:
    """Return what stands before the first `--`, and behind it if there is one."""
    if "--" not in arguments:
        return list(arguments), None
    at = arguments.index("--")
    return list(arguments[:at]), list(arguments[at + 1 :])


def _split(arguments: Sequence[str]) -> Tuple[List[str], Optional[str], List[str]]:
    """Return the options before the verb, the verb, and what is behind it."""
    index = 0
    while index < len(arguments) and arguments[index].startswith("-"):
        index += 2 if arguments[index] in _WITH_VALUE else 1
    verb = arguments[index] if index < len(arguments) else None
    return list(arguments[:index]), verb, list(arguments[index + 1 :])


def _unknown(word: str, after: Sequence[str]) -> UsageError:
    verbs = ", ".join(f"`{verb}`" for verb in VERBS)
    close = import_module("understudy.text.suggest").suggest(word, VERBS)
    if close:
        return UsageError(f"no verb `{word}`", f"did you mean `{close}`?")
    requests = import_module("understudy.dialects.github.requests")
    name = word.lower().replace("-", "_")
    if name in requests.ALIASES or name in requests.EVENTS:
        command = " ".join(["understudy run", word, *after])
        return UsageError(f"no verb `{word}`", f"it is an event: {command}")
    return UsageError(f"no verb `{word}`", f"there are {verbs}")


def _help() -> str:
    lines = [f"  {name:<6} {verb.summary}" for name, verb in VERBS.items()]
    return "\n".join(
        [
            "usage: understudy [VERB] [EVENT] [options]",
            "",
            "Rehearse your CI pipeline before you push.",
            "",
            *lines,
            f"  {'':<6} {_OVERVIEW.summary} (no verb at all)",
            "",
            "  -C DIR, --directory DIR   work in another folder",
            "  --version                 print the version",
            "  -h, --help                print this, or the options of a verb",
            "",
            "EVENT is push [BRANCH], tag NAME, pull_request [BASE], release [TAG],",
            "dispatch [WORKFLOW], schedule [CRON], or any name that GitHub has.",
            "",
        ]
    )
