"""The cache of cards: found while the data stand as they were, and never an error."""

import os
import subprocess
import sys

import pytest

from nnspec.references.project import project_paths
from nnspec.tables.card import Card, ColumnCard
from nnspec.tables.card_cache import find_card, stamp_of, store_card

CARD = Card(1, {"a": ColumnCard("a", "int64")}, "rows.csv", "0" * 64)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "nnspec" / "cards" / "1"


@pytest.fixture
def paths(tmp_path, cache):
    (tmp_path / "rows.csv").write_text("a\n1\n")
    paths = project_paths(tmp_path)
    store_card(CARD, kind="csv", stamp=stamp_of("rows.csv", paths=paths))
    return paths


def test_stored_card_is_found(paths):
    assert find_card("rows.csv", paths=paths) == CARD


def test_card_found_by_another_name_has_that_name(paths):
    assert find_card("./rows.csv", paths=paths).source == "./rows.csv"


def test_card_of_changed_data_is_not_found(paths, tmp_path):
    status = (tmp_path / "rows.csv").stat()
    os.utime(tmp_path / "rows.csv", ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert find_card("rows.csv", paths=paths) is None


def test_card_of_files_is_not_found_with_one_more(paths, tmp_path):
    store_card(CARD, kind="csv", stamp=stamp_of("*.csv", paths=paths))
    assert find_card("*.csv", paths=paths) is not None
    (tmp_path / "more.csv").touch()
    assert find_card("*.csv", paths=paths) is None


def test_card_of_pictures_is_not_found_with_one_more(paths, tmp_path):
    (tmp_path / "pets" / "cat").mkdir(parents=True)
    (tmp_path / "pets" / "cat" / "1.png").touch()
    os.utime(tmp_path / "pets" / "cat", (0, 0))
    store_card(CARD, kind="images", stamp=stamp_of("pets", paths=paths))
    assert find_card("pets", paths=paths) is not None
    (tmp_path / "pets" / "cat" / "2.png").touch()
    assert find_card("pets", paths=paths) is None


def test_card_of_idx_pictures_is_not_found_with_other_labels(paths, tmp_path):
    (tmp_path / "images-idx3-ubyte").touch()
    (tmp_path / "labels-idx1-ubyte").touch()
    store_card(CARD, kind="idx", stamp=stamp_of("images-idx3-ubyte", paths=paths))
    assert find_card("images-idx3-ubyte", paths=paths) is not None
    (tmp_path / "labels-idx1-ubyte").write_text("other")
    assert find_card("images-idx3-ubyte", paths=paths) is None


def test_card_of_bundled_set_is_found(paths):
    store_card(CARD, kind="sklearn", stamp=stamp_of("sklearn:iris", paths=paths))
    assert find_card("sklearn:iris", paths=paths).source == "sklearn:iris"
    assert find_card("sklearn:wine", paths=paths) is None


@pytest.mark.parametrize("text", ["absent.csv", "../outside.csv", "hf:rows", "no/*.csv", "a\0b", "loop"])
def test_what_cannot_be_read_has_no_card(paths, tmp_path, text):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert find_card(text, paths=paths) is None


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"[" * 100_000, b"null", b'{"nnspec_card": 2}'])
def test_damaged_card_is_no_card(paths, cache, raw):
    (cache / f"{CARD.sha256}-csv.json").write_bytes(raw)
    assert find_card("rows.csv", paths=paths) is None


@pytest.mark.parametrize("raw", [b"", b"\xff", b"../../card.json", b"0" * 64 + b"-csv.json\n"])
def test_damaged_index_leads_to_no_card(paths, cache, raw):
    (entry,) = (cache / "index").iterdir()
    entry.write_bytes(raw)
    assert find_card("rows.csv", paths=paths) is None


def test_cache_that_cannot_be_written_is_no_error(tmp_path, monkeypatch):
    (tmp_path / "cache").write_text("a file")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    store_card(CARD, kind="csv", stamp="0" * 64)
    assert (tmp_path / "cache").read_text() == "a file"


def test_storing_leaves_nothing_beside_the_card(paths, cache):
    assert sorted(item.name for item in cache.iterdir()) == [f"{CARD.sha256}-csv.json", "index"]


def test_cache_without_a_name_is_in_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    store_card(CARD, kind="csv", stamp="0" * 64)
    assert (tmp_path / ".cache" / "nnspec" / "cards" / "1" / "index" / ("0" * 64)).is_file()


def test_looking_for_a_card_loads_little():
    code = (
        "import sys; import nnspec.pipeline; before = set(sys.modules)\n"
        "import nnspec.tables.card_cache\n"
        "print(sorted(name for name in set(sys.modules) - before if not name.startswith('nnspec.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
