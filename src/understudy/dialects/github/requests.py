"""Owns the EVENT words of the command line: what they ask for, and what is wrong."""

from __future__ import annotations

import re
from typing import Callable, Mapping, Optional, Sequence, Tuple

from understudy.dialects.github.listening_keys import ACTIVITIES, EVENTS
from understudy.errors import UsageError
from understudy.records import dataclass
from understudy.text.suggest import suggest

# What stands for another name; `tag` is a push too, with a name of its own.
ALIASES: Mapping[str, str] = {
    "pr": "pull_request",
    "dispatch": "workflow_dispatch",
    "tag": "push",
}
_FIRST = ("push", "tag", "pull_request", "release", "dispatch", "schedule")

# git-check-ref-format, as far as a name can break it without being odd on purpose.
_NO_REF = re.compile(
    r"[\x00-\x20~^:?*\[\\\x7f]|\.\.|@\{|//|/\.|^[/.-]|[/.]$|\.lock(?:/|$)|^@?$"
)


@dataclass(frozen=True)
class Request:
    """An event that was asked for; `name` is None for the default one.

    `branch` is the pushed one, or the base of a pull request; `tag` that of a push or a
    release; `workflow` what is dispatched, or has run.
    """

    name: Optional[str] = None
    branch: Optional[str] = None
    tag: Optional[str] = None
    workflow: Optional[str] = None
    cron: Optional[str] = None
    action: Optional[str] = None


def parse_event(
    words: Sequence[str],
    *,
    jobs: Sequence[str] = (),
    workflows: Sequence[str] = (),
    last_tag: Optional[str] = None,
    verb: str = "run",
) -> Request:
    """Read the words of an EVENT; a `-` in a name is a `_`.

    Args:
        jobs: addresses, and `workflows` names, to recognise a word that is one of them.
        last_tag: for the hint where `tag` stands alone.
        verb: the subcommand, for commands in hints.

    Raises:
        UsageError: there is no such event, or its argument is wrong.
    """
    if not words:
        return Request()
    word = words[0].lower().replace("-", "_")
    name = ALIASES.get(word, word)
    if name not in EVENTS:
        raise _unknown(words[0], jobs, workflows, verb)
    if len(words) > 2:
        given = " ".join(words[1:])
        raise UsageError(f"`{words[0]}` takes one word at most, not `{given}`")
    argument = words[1] if len(words) == 2 else None
    if word == "tag":
        return Request("push", tag=_tag(argument, last_tag, verb))
    if argument is None:
        return Request(name)
    return _with_argument(name, argument)


def next_version(tag: str) -> Optional[str]:
    """Return the tag of the next patch release, None where no number ends the tag."""
    number = re.fullmatch(r"(.*?)(\d+)", tag)
    return f"{number[1]}{int(number[2]) + 1}" if number else None


def _with_argument(name: str, argument: str) -> Request:
    if name in ("push", "merge_group") or name.startswith("pull_request"):
        return Request(name, branch=_ref(argument, "refs/heads/", "branch"))
    if name == "release":
        return Request(name, tag=_ref(argument, "refs/tags/", "tag"))
    if name in ("workflow_dispatch", "workflow_run"):
        return Request(name, workflow=argument)
    if name == "schedule":
        return Request(name, cron=" ".join(argument.split()))
    activities = ACTIVITIES.get(name, "").split()
    if name == "repository_dispatch" or argument in activities:
        return Request(name, action=argument)
    if activities:
        raise UsageError(
            f"`{name}` has no activity `{argument}`",
            f"it has {', '.join(activities)}",
        )
    raise UsageError(f"`{name}` takes no word behind it, and there is `{argument}`")


def _tag(argument: Optional[str], last_tag: Optional[str], verb: str) -> str:
    if argument is not None:
        return _ref(argument, "refs/tags/", "tag")
    if last_tag is None:
        raise UsageError("`tag` wants a name", f"understudy {verb} tag v0.1.0")
    following = next_version(last_tag) or "NAME"
    raise UsageError(
        "`tag` wants a name",
        f"the last tag is {last_tag}: understudy {verb} tag {following}",
    )


def _ref(argument: str, prefix: str, noun: str) -> str:
    name = argument[len(prefix) :] if argument.startswith(prefix) else argument
    if _NO_REF.search(name):
        raise UsageError(f"`{argument}` cannot be the name of a {noun}")
    return name


def _unknown(
    word: str, jobs: Sequence[str], workflows: Sequence[str], verb: str
) -> UsageError:
    message = f"no event `{word}`"
    for noun, option, found in (
        ("job", "--job", _addresses(word, jobs, lambda job: job.split("/")[1:])),
        ("workflow", "--workflow", _addresses(word, workflows, lambda name: [name])),
    ):
        if found:
            others = f" (or {', '.join(found[1:])})" if found[1:] else ""
            hint = f"it is a {noun}: understudy {verb} {option} {found[0]}{others}"
            return UsageError(message, hint)
    name = word.lower().replace("-", "_")
    names = [*_FIRST, *ALIASES, *EVENTS]
    begun = [one for one in names if name and one.startswith(name)]
    close = begun[0] if begun else suggest(name, names)
    if close:
        return UsageError(message, f"did you mean `{close}`?")
    listed = ", ".join(f"`{name}`" for name in _FIRST)
    return UsageError(message, f"there are {listed}, and each name that GitHub has")


def _addresses(
    word: str, candidates: Sequence[str], parts: Callable[[str], Sequence[str]]
) -> Tuple[str, ...]:
    return tuple(
        candidate
        for candidate in candidates
        if word == candidate or word in parts(candidate)
    )
