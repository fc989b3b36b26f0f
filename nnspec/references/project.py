"""A name in a spec -> a path that stays inside the project."""

from __future__ import annotations

import glob
import os
import pathlib
from collections.abc import Iterable

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.errors import SpecError
from nnspec.records import field, record

ROOT_MARKS = ("pyproject.toml", "nnspec.toml", ".git")


@record
class ProjectPaths:
    """Which paths a spec may name; a name is followed once, however often it is asked for.

    Args:
        spec_folder: what relative names are relative to.
        root: the project's folder; nothing outside it may be named.
        allowed: further folders that the command line allows.
    """

    spec_folder: pathlib.Path
    root: pathlib.Path
    allowed: tuple[pathlib.Path, ...] = ()
    _resolved: dict[str, pathlib.Path] = field(default_factory=dict, hidden=True)

    def resolve(self, name: str, *, path: Path = ()) -> pathlib.Path:
        """Make a name absolute, symbolic links followed; the file need not exist.

        Args:
            name: relative to the spec, or absolute.
            path: where the name stands in the document.

        Raises:
            SpecError: NN039 for a path that leaves the project, NN654 for one that cannot be followed.
        """
        if name in self._resolved:
            return self._resolved[name]
        try:
            resolved = (self.spec_folder / name).resolve()
        except (OSError, RuntimeError, ValueError) as error:
            raise _refusal("NN654", f"`{name}` cannot be followed: {error}", path) from error
        if not self.contains(resolved):
            hint = f"copy it into `{self.root}`, or allow its folder on the command line"
            raise _refusal("NN039", f"`{name}` leaves the project's folder", path, hint=hint)
        return self._resolved.setdefault(name, resolved)

    def resolve_all(self, name: str, *, path: Path = ()) -> tuple[pathlib.Path, ...]:
        """Resolve a name that may be a glob; the files are sorted, and a glob may match none.

        Args:
            name: such as `parts/*.csv`; a name without wildcards gives one path.
            path: where the name stands in the document.

        Raises:
            SpecError: NN039 for a path that leaves the project.
        """
        if not glob.has_magic(name) or os.path.lexists(self.spec_folder / name):
            return (self.resolve(name, path=path),)
        self.resolve(_before_wildcards(name), path=path)
        matches = glob.glob(name, root_dir=self.spec_folder, recursive=True)
        return tuple(self.resolve(match, path=path) for match in sorted(matches))

    def contains(self, resolved: pathlib.Path) -> bool:
        """Tell whether a resolved path may be named."""
        return any(resolved.is_relative_to(folder) for folder in (self.root, *self.allowed))


def project_paths(spec_folder: str | os.PathLike[str], *, allowed: Iterable[str] = ()) -> ProjectPaths:
    """Find the project that a spec belongs to.

    The root is the nearest folder above with pyproject.toml, nnspec.toml or .git; else the current folder, where
    the spec stands in or below it (so that a report under `runs/` finds its data); else the spec's own.

    Args:
        spec_folder: the folder that holds the spec.
        allowed: further folders that the command line allows.
    """
    folder = os.path.realpath(spec_folder)
    root = _root_of(folder)
    further = tuple(pathlib.Path(name).resolve() for name in allowed)
    return ProjectPaths(pathlib.Path(folder), pathlib.Path(root), further)


def caller_paths() -> ProjectPaths:
    """Give the paths that a caller may name, on the command line or from Python: any, from the current folder."""
    current = pathlib.Path.cwd()
    return ProjectPaths(current, pathlib.Path(current.anchor))


def _root_of(folder: str) -> str:
    candidate, below = folder, ""
    while candidate != below:
        if any(os.path.exists(os.path.join(candidate, mark)) for mark in ROOT_MARKS):
            return candidate
        candidate, below = os.path.dirname(candidate), candidate
    current = os.getcwd()
    return current if pathlib.PurePath(folder).is_relative_to(current) else folder


def _before_wildcards(name: str) -> str:
    parts = pathlib.PurePath(name).parts
    first = next(i for i, part in enumerate(parts) if glob.has_magic(part))
    return str(pathlib.PurePath(*parts[:first]))


def _refusal(code: str, message: str, path: Path, *, hint: str | None = None) -> SpecError:
    return SpecError([Diagnostic(code=code, message=message, path=path, hint=hint)])
