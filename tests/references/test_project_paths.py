"""`ProjectPaths`: the root, and what leaves it."""

import sys

import pytest

from nnspec.errors import SpecError
from nnspec.references.project import project_paths


@pytest.fixture
def project(tmp_path):
    specs = tmp_path / "project" / "specs"
    specs.mkdir(parents=True)
    (tmp_path / "project" / "pyproject.toml").touch()
    (tmp_path / "outside.csv").touch()
    return specs


def refusal(call):
    with pytest.raises(SpecError) as caught:
        call()
    (finding,) = caught.value.diagnostics
    return finding


@pytest.mark.parametrize("mark", ["pyproject.toml", "nnspec.toml", ".git"])
def test_root_is_nearest_folder_with_mark(tmp_path, mark):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "a" / mark).touch()
    assert project_paths(inner).root == tmp_path / "a"


def test_root_without_mark_is_spec_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("nnspec.references.project.ROOT_MARKS", ("no-such-mark",))
    assert project_paths(tmp_path).root == tmp_path.resolve()


def test_resolve_inside_root_is_absolute(project):
    assert project_paths(project).resolve("../data/a.csv") == project.parent / "data" / "a.csv"


@pytest.mark.parametrize("name", ["../../outside.csv", "/etc/passwd"])
def test_resolve_outside_root_is_nn039(project, name):
    finding = refusal(lambda: project_paths(project).resolve(name, path=("data", "source")))
    assert (finding.code, finding.path) == ("NN039", ("data", "source"))


def test_resolve_link_to_outside_is_nn039(project):
    (project / "link.csv").symlink_to(project.parents[1] / "outside.csv")
    assert refusal(lambda: project_paths(project).resolve("link.csv")).code == "NN039"


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="pathlib resolves circles without an error")
def test_resolve_link_in_circle_is_nn654(project):
    (project / "loop").symlink_to(project / "loop")
    assert refusal(lambda: project_paths(project).resolve("loop")).code == "NN654"


def test_resolve_allowed_folder_is_accepted(project):
    paths = project_paths(project, allowed=[str(project.parents[1])])
    assert paths.resolve("../../outside.csv") == project.parents[1] / "outside.csv"


def test_glob_is_sorted(project):
    for name in ("b.csv", "a.csv", "c.txt"):
        (project / name).touch()
    assert [file.name for file in project_paths(project).resolve_all("*.csv")] == ["a.csv", "b.csv"]


def test_glob_outside_root_is_nn039(project):
    assert refusal(lambda: project_paths(project).resolve_all("../../*.csv")).code == "NN039"


def test_glob_match_outside_root_is_nn039(project):
    (project / "x.csv").symlink_to(project.parents[1] / "outside.csv")
    assert refusal(lambda: project_paths(project).resolve_all("*.csv")).code == "NN039"


def test_glob_without_match_is_empty(project):
    assert project_paths(project).resolve_all("*.parquet") == ()


def test_glob_characters_in_existing_name_are_literal(project):
    (project / "a[1].csv").touch()
    assert project_paths(project).resolve_all("a[1].csv") == (project / "a[1].csv",)
