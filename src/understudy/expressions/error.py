"""What GitHub says about a broken expression, and where; not how it is shown."""

from __future__ import annotations

import typing

Kind = typing.Literal["lexing", "parsing", "evaluation"]


class ExpressionError(Exception):
    """An expression that GitHub would refuse, in GitHub's own words.

    `offset` and `length` count code points of the text that was given to the
    function that raised; a length of 0 blames no part of it.
    """

    def __init__(
        self, kind: Kind, message: str, offset: int = 0, length: int = 0
    ) -> None:
        super().__init__(kind, message, offset, length)
        self.kind = kind
        self.message = message
        self.offset = offset
        self.length = length

    def __str__(self) -> str:
        return self.message

    def shifted(self, by: int) -> ExpressionError:
        """Return the same error for a text in which the expression starts at `by`."""
        return ExpressionError(self.kind, self.message, self.offset + by, self.length)
