"""Owns what a step says through its files (GITHUB_ENV and its kin), not its log."""

from __future__ import annotations

import codecs
from types import MappingProxyType
from typing import Callable, Iterator, List, Mapping, Optional, Tuple

from understudy.model.result import Annotation
from understudy.records import dataclass

ENV, OUTPUT, STATE, PATH, SUMMARY = "env", "output", "state", "path", "step_summary"

# What a step sees: context name to the variable that holds the file's path.
FILES: Mapping[str, str] = MappingProxyType(
    {
        ENV: "GITHUB_ENV",
        OUTPUT: "GITHUB_OUTPUT",
        STATE: "GITHUB_STATE",
        PATH: "GITHUB_PATH",
        SUMMARY: "GITHUB_STEP_SUMMARY",
    }
)
SUMMARY_LIMIT = 1024 * 1024
BLOCKED = ("NODE_OPTIONS",)

Pair = Tuple[str, str]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TOO_LARGE = (
    "$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of {0}k, got"
    " {1}k. For more information see: https://docs.github.com/actions/using-workflows/"
    "workflow-commands-for-github-actions#adding-a-markdown-summary"
)


@dataclass(frozen=True)
class Pairs:
    """The pairs of one file in its order; those before a bad line, `error`, stay."""

    pairs: Tuple[Pair, ...] = ()
    error: Optional[str] = None


@dataclass(frozen=True)
class FileReport:
    """What one step said through its files; `failed` where a file makes the step fail.

    `paths` is in the order of the file: the last one is searched first. `summary` is
    masked, None where there is none.
    """

    env: Tuple[Pair, ...] = ()
    outputs: Tuple[Pair, ...] = ()
    state: Tuple[Pair, ...] = ()
    paths: Tuple[str, ...] = ()
    summary: Optional[str] = None
    issues: Tuple[Annotation, ...] = ()
    failed: bool = False


def read_files(
    files: Mapping[str, Optional[bytes]],
    mask: Callable[[str], str] = str,
    windows: bool = False,
) -> FileReport:
    """Return what a step's files say.

    Args:
        files: the content by context name (`env`, `output`, ...), None where there
            is no file.
        mask: hides secrets in the summary's lines.
        windows: whether CRLF ends a line, as it does in a Windows runner.
    """
    issues: List[Annotation] = []
    failed = False
    found = {}
    for name in (ENV, OUTPUT, STATE):
        read = read_pairs(decode(files.get(name) or b""), windows)
        found[name] = read.pairs
        if read.error is not None:
            failed = True
            issues.append(
                _error(f"Unable to process file command '{name}' successfully.")
            )
            issues.append(_error(read.error))
    env, refused = _allowed(found[ENV])
    summary, problem = read_summary(files.get(SUMMARY) or b"", mask)
    return FileReport(
        env=env,
        outputs=found[OUTPUT],
        state=found[STATE],
        paths=read_paths(decode(files.get(PATH) or b"")),
        summary=summary,
        issues=(*refused, *issues, *([problem] if problem else [])),
        failed=failed,
    )


def decode(content: bytes) -> str:
    """Return the text of a file, in UTF-8 unless its byte order mark says otherwise."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    return content.decode("utf-8", "replace")


def read_pairs(text: str, windows: bool = False) -> Pairs:
    """Return the pairs of a file.

    file = { NAME "=" VALUE | NAME "<<" DELIMITER, { line }, DELIMITER | empty line }
    """
    found: List[Pair] = []
    try:
        for pair in _pairs(text, windows):
            found.append(pair)
    except ValueError as error:
        return Pairs(tuple(found), str(error))
    return Pairs(tuple(found))


def read_paths(text: str) -> Tuple[str, ...]:
    """Return the paths of a file, one a line; of repeated ones, the last counts."""
    return extend_paths((), tuple(line for line in _any_lines(text) if line))


def extend_paths(known: Tuple[str, ...], added: Tuple[str, ...]) -> Tuple[str, ...]:
    """Return the paths with more at their end, each once; the last one goes first."""
    paths = list(known)
    for path in added:
        if path in paths:
            paths.remove(path)
        paths.append(path)
    return tuple(paths)


def read_summary(
    content: bytes, mask: Callable[[str], str] = str
) -> Tuple[Optional[str], Optional[Annotation]]:
    """Return a step's summary with its secrets hidden, or why it is too large."""
    if len(content) > SUMMARY_LIMIT:
        size = len(content) // 1024
        return None, _error(_TOO_LARGE.format(SUMMARY_LIMIT // 1024, size))
    if not content:
        return None, None
    lines = _any_lines(decode(content))
    return "".join(f"{mask(line)}\n" for line in lines), None


def _pairs(text: str, windows: bool) -> Iterator[Pair]:
    # EnvFileKeyValuePairs of FileCommandManager.cs: whichever sign comes first decides.
    lines = _lines(text, windows)
    for line, _ in lines:
        if not line:
            continue
        equals, heredoc = line.find("="), line.find("<<")
        if equals >= 0 and (heredoc < 0 or equals < heredoc):
            yield line[:equals], line[equals + 1 :]
        elif heredoc >= 0:
            name, delimiter = line[:heredoc], line[heredoc + 2 :]
            if not name or not delimiter:
                raise ValueError(
                    f"Invalid format '{line}'. Name must not be empty and delimiter"
                    " must not be empty"
                )
            yield name, _heredoc(lines, delimiter)
        else:
            raise ValueError(f"Invalid format '{line}'")


def _heredoc(lines: Iterator[Tuple[str, str]], delimiter: str) -> str:
    value: List[str] = []
    for line, newline in lines:
        if line == delimiter:
            return "".join(value[:-1])
        if not newline:
            raise ValueError("Invalid value. EOF marker missing new line.")
        value += (line, newline)
    raise ValueError(f"Invalid value. Matching delimiter not found '{delimiter}'")


def _lines(text: str, windows: bool) -> Iterator[Tuple[str, str]]:
    # Only LF ends a line on Linux and macOS, so that a CR stays in the value.
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        if end < 0:
            yield text[start:], ""
            return
        cr = windows and end > start and text[end - 1] == "\r"
        yield text[start : end - 1 if cr else end], "\r\n" if cr else "\n"
        start = end + 1


def _any_lines(text: str) -> List[str]:
    # .NET's ReadLine: CR, LF and CRLF all end a line; an empty last line is none.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]


def _allowed(pairs: Tuple[Pair, ...]) -> Tuple[Tuple[Pair, ...], List[Annotation]]:
    refused = [
        _error(f"Can't store {blocked} output parameter using '$GITHUB_ENV' command.")
        for name, _ in pairs
        for blocked in BLOCKED
        if name.upper() == blocked
    ]
    return tuple(pair for pair in pairs if pair[0].upper() not in BLOCKED), refused


def _error(message: str) -> Annotation:
    return Annotation("error", message)
