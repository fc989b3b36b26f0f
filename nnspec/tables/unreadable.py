"""What went wrong with a data file -> the finding that says so, and what to do about it."""

from __future__ import annotations

from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import SpecError, spec_error


class DelimiterError(ValueError):
    """The fields of a file stand apart by another mark than its name says."""


def ragged_row(n_fields: int, n_columns: int) -> tuple[str, str]:
    """Say that a row of separated values has too many or too few fields, and what to do about it."""
    fields = "1 field" if n_fields == 1 else f"{n_fields} fields"
    return f"{fields} where the header has {n_columns}", "quote a field that holds the delimiter"


def unreadable(name: str, error: Exception, *, path: Path) -> SpecError:
    """Make the exception for a file that cannot be read: NN654.

    Args:
        name: of the file.
        error: what reading it raised.
        path: where the document names the file.
    """
    if isinstance(error, UnicodeDecodeError):
        return spec_error("NN654", f"`{name}` is not text in UTF-8", path=path, hint="save it as UTF-8")
    # NumPy's words are the only mark of its refusal.
    if "allow_pickle" in str(error):
        message = f"`{name}` holds pickled objects, which are never loaded"
        return spec_error("NN654", message, path=path, hint="lists belong into JSON lines or Parquet")
    hint = "save it with commas, or with tabs as `.tsv`" if isinstance(error, DelimiterError) else None
    return spec_error("NN654", f"`{name}` cannot be read: {error}", path=path, hint=hint)
