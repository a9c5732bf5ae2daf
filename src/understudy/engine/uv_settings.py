"""Owns the settings of uv that say where packages are: its files, its variables."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Tuple
from urllib.parse import quote, urlsplit

from understudy.engine.pip_settings import PipSettings
from understudy.engine.settings import folders, read_text

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# What steps may see of uv's variables; `UV_*` would pass a publishing token.
UV_PASSED = (
    "UV_ALLOW_INSECURE_HOST",
    "UV_HTTP_TIMEOUT",
    "UV_INSECURE_HOST",
    "UV_NATIVE_TLS",
    "UV_SYSTEM_CERTS",
)
_KEYS = (
    "allow-insecure-host",
    "extra-index-url",
    "find-links",
    "index-strategy",
    "index-url",
    "native-tls",
    "no-index",
)
_INDEX_KEYS = ("name", "url", "default", "explicit", "format")

UvSettings = Dict[str, Any]


def read_uv(
    environ: Mapping[str, str], home: Path, system: Path, unread: List[str]
) -> UvSettings:
    """Return what is in force, whatever the file or the variable."""
    found: UvSettings = {}
    for path in _uv_files(environ, home, system):
        for key, value in _toml(path, unread).items():
            if key in _KEYS or key == "index":
                found.setdefault(key, value)
            elif key == "pip" and isinstance(value, dict):
                chosen = {name: value[name] for name in value if name in _KEYS}
                found.setdefault(key, chosen)
    tables = [
        {name: table[name] for name in table if name in _INDEX_KEYS}
        for table in _tables(found.pop("index", ()))
    ]
    named = [_named(text) for text in environ.get("UV_INDEX", "").split()]
    default = environ.get("UV_DEFAULT_INDEX") or environ.get("UV_INDEX_URL")
    if default:
        found.pop("index-url", None)
        tables = [table for table in tables if not table.get("default")]
        named.append({**_named(default), "default": True})
    for key, separator in (("extra-index-url", None), ("find-links", ",")):
        text = environ.get(f"UV_{key.upper().replace('-', '_')}")
        if text:
            found[key] = text.split(separator)
    tables = [_with_credentials(table, environ) for table in (*named, *tables)]
    return {**found, **({"index": tables} if tables else {})}


def uv_of_pip(pip: PipSettings) -> UvSettings:
    """Return what pip's settings mean to uv, for who configured pip alone."""
    merged: Dict[str, str] = {}
    for section in ("global", "install"):
        merged.update(pip.get(section, {}))
    tables: List[UvSettings] = [
        {"url": url} for url in merged.get("extra-index-url", "").split()
    ]
    if merged.get("index-url"):
        tables.append({"url": merged["index-url"].strip(), "default": True})
    lists = (
        ("find-links", "find-links"),
        ("trusted-host", "allow-insecure-host"),
    )
    found: UvSettings = {
        theirs: merged[ours].split() for ours, theirs in lists if merged.get(ours)
    }
    if merged.get("extra-index-url"):
        # pip takes the best of all indexes, uv the best of the first that has any.
        found["index-strategy"] = "unsafe-best-match"
    if merged.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        found["no-index"] = True
    return {**found, **({"index": tables} if tables else {})}


def uv_text(uv: UvSettings) -> str:
    """Return a configuration file with these settings."""
    return "".join(f"{line}\n" for line in _lines(uv))


def _lines(uv: UvSettings) -> Iterator[str]:
    for key, value in uv.items():
        if key not in ("index", "pip"):
            yield f"{key} = {_toml_value(value)}"
    for table in uv.get("index", ()):
        yield from ("[[index]]", *_lines(table))
    if uv.get("pip"):
        yield from ("[pip]", *_lines(uv["pip"]))


def _uv_files(environ: Mapping[str, str], home: Path, system: Path) -> Tuple[Path, ...]:
    # The first one wins: https://docs.astral.sh/uv/concepts/configuration-files/
    if environ.get("UV_CONFIG_FILE"):
        return (Path(environ["UV_CONFIG_FILE"]),)
    return tuple(
        folder / "uv" / "uv.toml"
        for folder in (
            Path(environ.get("XDG_CONFIG_HOME") or home / ".config"),
            *folders(environ, "XDG_CONFIG_DIRS", system / "etc" / "xdg"),
            system / "etc",
        )
    )


def _tables(value: object) -> Iterator[UvSettings]:
    if isinstance(value, list):
        yield from (table for table in value if isinstance(table, dict))


def _named(text: str) -> UvSettings:
    name, found, url = text.partition("=")
    is_name = found and re.fullmatch("[A-Za-z0-9_-]+", name)
    return {"name": name, "url": url} if is_name else {"url": text}


def _with_credentials(table: UvSettings, environ: Mapping[str, str]) -> UvSettings:
    # uv reads these from variables that steps must not have; in the URL they do, too.
    name = re.sub("[^A-Z0-9]", "_", str(table.get("name", "")).upper())
    user = environ.get(f"UV_INDEX_{name}_USERNAME", "")
    word = environ.get(f"UV_INDEX_{name}_PASSWORD", "")
    url = str(table.get("url", ""))
    if not (name and (user or word) and "://" in url) or "@" in urlsplit(url).netloc:
        return table
    scheme, _, rest = url.partition("://")
    login = f"{quote(user, safe='')}:{quote(word, safe='')}"
    return {**table, "url": f"{scheme}://{login}@{rest}"}


def _toml(path: Path, unread: List[str]) -> UvSettings:
    try:
        return tomllib.loads(read_text(path, unread))
    except tomllib.TOMLDecodeError:
        unread.append(str(path))
        return {}


def _toml_value(value: object) -> str:
    # A JSON string, list, number or boolean is one of TOML, too.
    return json.dumps(value, ensure_ascii=False)
