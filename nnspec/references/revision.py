"""A file in a git repository and a revision -> the file as it was then, with the specs that stood around it."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from nnspec.errors import UsageError

# What a spec may be written in, or extend, or be set up by.
_PATTERNS = ("*.yaml", "*.yml", "*.json", "*.toml")


@contextmanager
def file_at(revision: str, file: Path) -> Iterator[Path | None]:
    """Give a file as it was in a revision, among the specs of its repository; None where it did not exist.

    Nothing is written beside the user's files; what is given is gone at the end.

    Args:
        revision: as git takes it: `main`, `HEAD~1`, a hash.
        file: in the working tree.

    Raises:
        UsageError: there is no git, no repository, or no such revision.
    """
    folder = file.resolve().parent
    root = Path(_git(folder, "rev-parse", "--show-toplevel").decode().strip())
    commit = (
        _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", missing=revision).decode().strip()
    )
    kept = [
        name for name in _git(root, "ls-tree", "-r", "-z", "--name-only", commit).decode().split("\0") if _is_spec(name)
    ]
    with TemporaryDirectory() as name:
        if kept:
            archive = _git(root, "archive", "--format=tar", commit, "--", *kept)
            with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
                packed.extractall(name, filter="data")
        found = Path(name) / file.resolve().relative_to(root)
        yield found if found.is_file() else None


def _is_spec(name: str) -> bool:
    return any(Path(name).match(pattern) for pattern in _PATTERNS)


def _git(folder: Path, *arguments: str, missing: str | None = None) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except OSError as error:
        raise UsageError("`--base` needs git, which is not installed") from error
    if done.returncode == 0:
        return done.stdout
    if missing is not None:
        raise UsageError(f"the repository has no revision `{missing}`")
    raise UsageError(f"git: {done.stderr.decode(errors='replace').strip().removeprefix('fatal: ')}")
