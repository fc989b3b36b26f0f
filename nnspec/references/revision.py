"""A revision of git repositories -> their files as they were then, with the specs that stood around them."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from nnspec.errors import SpecError, UsageError
from nnspec.records import field, record, replace

# What a spec may be written in, or extend, or be set up by.
_PATTERNS = ("*.yaml", "*.yml", "*.json", "*.toml")


@record
class Revision:
    """A state of the past; each repository is unpacked once, however many of its files are asked for.

    Args:
        name: as git takes it: `main`, `HEAD~1`, a hash.
        folder: where repositories are unpacked, each into a folder of its own.
    """

    name: str
    folder: Path
    _unpacked: dict[Path, Path] = field(default_factory=dict, hidden=True)

    def find(self, file: Path) -> Path | None:
        """Give a file as it was, among the specs of its repository; None where it did not exist.

        Args:
            file: in the working tree.

        Raises:
            UsageError: there is no git, no repository, or no such revision.
        """
        file = file.resolve()
        root = Path(_git(file.parent, "rev-parse", "--show-toplevel").decode().removesuffix("\n"))
        if root not in self._unpacked:
            folder = self.folder / str(len(self._unpacked))
            _unpack(self.name, root, folder)
            self._unpacked[root] = folder
        found = self._unpacked[root] / file.relative_to(root)
        return found if found.is_file() else None

    def rename(self, error: SpecError) -> SpecError:
        """Call the files of findings as git does, `HEAD:specs/net.yaml`; where they were unpacked is soon gone."""
        findings = (
            replace(
                finding,
                file=None if finding.file is None else self._rename(finding.file),
                message=self._rename(finding.message),
                hint=None if finding.hint is None else self._rename(finding.hint),
                via=tuple(map(self._rename, finding.via)),
            )
            for finding in error.diagnostics
        )
        return SpecError(findings, texts={self._rename(file): text for file, text in error.texts.items()})

    def _rename(self, text: str) -> str:
        for folder in self._unpacked.values():
            text = text.replace(f"{folder}/", f"{self.name}:")
        return text


@contextmanager
def open_revision(name: str) -> Iterator[Revision]:
    """Give the files of a revision; nothing is written beside the user's, and what is given is gone at the end."""
    with TemporaryDirectory() as folder:
        yield Revision(name, Path(folder).resolve())


def _unpack(revision: str, root: Path, folder: Path) -> None:
    """Write what a spec may need into a new folder that is marked as a project's root."""
    wanted = f"{revision}^{{commit}}"
    commit = _git(root, "rev-parse", "--verify", "--quiet", wanted, missing=revision).decode().strip()
    names = [Path(name) for name in _git(root, "ls-tree", "-r", "-z", "--name-only", commit).decode().split("\0")]
    # `git archive` refuses a pattern that matches nothing.
    patterns = [pattern for pattern in _PATTERNS if any(name.match(pattern) for name in names)]
    folder.mkdir()
    (folder / ".git").touch()
    if patterns:
        archive = _git(root, "archive", "--format=tar", commit, "--", *patterns)
        with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
            packed.extractall(folder, filter="data")


def _git(folder: Path, *arguments: str, missing: str | None = None) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except FileNotFoundError as error:
        raise UsageError("`--base` needs git, which is not installed") from error
    if done.returncode == 0:
        return done.stdout
    if missing is not None:
        raise UsageError(f"the repository has no revision `{missing}`")
    raise UsageError(f"git: {done.stderr.decode(errors='replace').strip().removeprefix('fatal: ')}")
