"""Owns "did you mean": the word that somebody most likely wanted to write."""

from __future__ import annotations

from typing import Dict, Iterable, List, Optional

# One wrong letter of three, or two of seven.
_CLOSE = 0.66


def suggest(word: str, candidates: Iterable[str]) -> Optional[str]:
    """Return the candidate that a word is close to, None where none is.

    Case, and `_` for `-`, are the smallest of differences; the word itself is no
    suggestion.
    """
    known: Dict[str, str] = {}
    for candidate in candidates:
        if candidate != word:
            known.setdefault(_plain(candidate), candidate)
    plain = _plain(word)
    if plain in known:
        return known[plain]
    close = alike(plain, known, 1, _CLOSE)
    return known[close[0]] if close else None


def alike(word: str, candidates: Iterable[str], count: int, close: float) -> List[str]:
    """Return the candidates that a word is like, best first; 1.0 is the word itself."""
    from difflib import get_close_matches

    return get_close_matches(word, list(candidates), count, close)


def _plain(word: str) -> str:
    return word.casefold().replace("_", "-")
