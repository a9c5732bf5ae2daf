"""Owns what the filters of a trigger say about a branch, a tag or changed files."""

from __future__ import annotations

from dataclasses import field
from typing import Iterator, Optional, Sequence

from understudy.dialects.github import globs
from understudy.model.event import Changes
from understudy.model.pipeline import Filter, Trigger
from understudy.model.plan import Starts
from understudy.records import dataclass
from understudy.text.source import Span

# Both limits are those of GitHub's documentation of `paths`.
MOST_FILES = 300
MOST_COMMITS = 1000

_PAIRS = ("branches", "tags", "paths")
_SHOWN = 3


@dataclass(frozen=True)
class Finding:
    """What a filter says; `text` is empty where there was nothing to decide."""

    starts: Starts
    code: str = ""
    text: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why GitHub refuses a file for a filter, and where; mostly in our words."""

    message: str
    span: Span = field(repr=False, compare=False)
    in_its_words: bool = False
    help: Optional[str] = field(default=None, compare=False)


_OPEN = Finding(Starts.YES)


def pair(trigger: Trigger, kind: str) -> Optional[Filter]:
    """Return the filter of a kind or its `-ignore`; GitHub allows only one of them."""
    return trigger.filter(kind) or trigger.filter(f"{kind}-ignore")


def refusals(trigger: Trigger) -> Iterator[Refusal]:
    """Yield what GitHub refuses in the filters of a trigger."""
    for kind in _PAIRS:
        ignored = trigger.filter(f"{kind}-ignore")
        if ignored is not None and trigger.filter(kind) is not None:
            yield Refusal(
                f"you may only define one of `{kind}` and `{kind}-ignore` for a single "
                "event",
                ignored.span,
                in_its_words=True,
                help=f"keep `{kind}`, and put a `!` in front of what it shall not hold",
            )
    for found in trigger.filters:
        for pattern, span in zip(found.patterns, found.spans):
            problem = globs.problem(pattern)
            if problem is not None:
                text = problem.message
                yield Refusal(
                    f"`{pattern}` in `{found.kind}` is no pattern: {text}", span
                )


def matches_nothing(found: Filter) -> bool:
    """Tell whether a filter only takes out, and not everything: that is no mistake."""
    return (
        found.kind in _PAIRS
        and all(map(globs.is_negative, found.patterns))
        and not set(found.patterns) <= {"!*", "!**"}
    )


def by_name(names: Optional[Filter], name: Optional[str], noun: str) -> Finding:
    """Decide on the name of a branch or a tag."""
    if names is None:
        return _OPEN
    code = names.kind.split("-")[0]
    if name is None:
        return Finding(
            Starts.UNKNOWN,
            code,
            f"`{names.kind}` cannot be decided: the {noun} is not known",
        )
    found = globs.last_match(names.patterns, name)
    held = found is not None and not globs.is_negative(found)
    if names.kind.endswith("-ignore"):
        if held:
            text = f"`{names.kind}: {found}` holds the {noun} `{name}`"
            return Finding(Starts.NO, code, text)
        return Finding(Starts.YES, code, f"{noun} is not in `{names.kind}`")
    if held:
        return Finding(Starts.YES, code, f'{noun} matches "{found}"')
    if found is not None:
        text = f"`{found}` in `{names.kind}` takes out the {noun} `{name}`"
    else:
        text = f"`{_written(names)}` does not match the {noun} `{name}`"
    return Finding(Starts.NO, code, text)


def by_paths(paths: Optional[Filter], changes: Changes) -> Finding:
    """Decide on the files that an event changed."""
    if paths is None:
        return _OPEN
    if changes.commits is not None and changes.commits > MOST_COMMITS:
        text = f"over {MOST_COMMITS} commits, so GitHub does not look at `{paths.kind}`"
        return Finding(Starts.YES, "paths", text)
    if changes.files is None:
        text = f"`{paths.kind}` cannot be decided: {changes.reason}"
        return Finding(Starts.UNKNOWN, "paths", text)
    files = changes.files[:MOST_FILES]
    if not files:
        return Finding(
            Starts.NO, "paths", f"no file changed, and `{paths.kind}` is set"
        )
    limit = ""
    if len(changes.files) > MOST_FILES:
        limit = f" (GitHub looks at the first {MOST_FILES} files)"
    if paths.kind.endswith("-ignore"):
        for file in files:
            if not globs.includes(paths.patterns, file):
                return Finding(Starts.YES, "paths", f"{file} is not in `{paths.kind}`")
        text = f"`{_written(paths)}` holds all of {_some(files)}{limit}"
        return Finding(Starts.NO, "paths", text)
    for file in files:
        found = globs.last_match(paths.patterns, file)
        if found is not None and not globs.is_negative(found):
            return Finding(Starts.YES, "paths", f'{file} matches "{found}"')
    text = f"`{_written(paths)}` matches none of {_some(files)}{limit}"
    return Finding(Starts.NO, "paths", text)


def _written(found: Filter) -> str:
    shown = ", ".join(found.patterns[:_SHOWN])
    more = len(found.patterns) - _SHOWN
    return f"{found.kind}: {shown}" + (f", {more} more" if more > 0 else "")


def _some(files: Sequence[str]) -> str:
    return files[0] + (f" and {len(files) - 1} more" if len(files) > 1 else "")
