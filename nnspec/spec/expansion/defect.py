"""What is wrong with a `$`, before anybody knows where it stands."""

from __future__ import annotations


class Defect(Exception):  # noqa: N818
    """A value from elsewhere cannot be read or computed.

    Args:
        code: of the finding that it becomes.
        message: of that finding.
        expected: what should stand there.
        hint: the remedy.
    """

    def __init__(self, code: str, message: str, *, expected: str | None = None, hint: str | None = None) -> None:
        self.code = code
        self.message = message
        self.expected = expected
        self.hint = hint
        super().__init__(message)


def refuse_expression(reason: str, *, expected: str | None = None, hint: str | None = None) -> Defect:
    """Make the defect of an expression that is not written as expressions are."""
    return Defect("NN043", f"the expression cannot be read: {reason}", expected=expected, hint=hint)
