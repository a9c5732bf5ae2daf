"""Reads a JSON file that the command line names, and says where it is broken."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NoReturn

from understudy.errors import UsageError


def read_json(name: str) -> object:
    """Return what a file holds; `-` is the standard input. Numbers are floats.

    Raises:
        UsageError: it cannot be read, or is no JSON.
    """
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        text = data.decode("utf-8-sig")
        value: object = json.loads(text, parse_int=float, parse_constant=_refuse)
    except OSError as error:
        why = (error.strerror or "it cannot be read").lower()
        raise UsageError(f"cannot read `{name}`: {why}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"`{name}` is no UTF-8: {error.reason}") from error
    except json.JSONDecodeError as error:
        place = f"{name}:{error.lineno}:{error.colno}"
        said = error.msg[:1].lower() + error.msg[1:]
        raise UsageError(f"{place}: this is no JSON: {said}") from error
    except RecursionError as error:
        raise UsageError(f"`{name}` is nested too deeply") from error
    return value


def _refuse(word: str) -> NoReturn:
    raise json.JSONDecodeError(f"`{word}` is no value of JSON", word, 0)
