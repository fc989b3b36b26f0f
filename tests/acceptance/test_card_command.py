"""`nnspec card` in a process of its own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PENGUINS = Path(__file__).parents[2] / "examples" / "penguins" / "penguins.csv"
SPEC = """nnspec: 1
data: {}
inputs:
  mass: {{column: body_mass_g}}
outputs:
  species: category
"""


@pytest.fixture
def folder(tmp_path):
    shutil.copy(PENGUINS, tmp_path)
    (tmp_path / "card.yaml").write_text(SPEC.format("penguins.csv"))
    return tmp_path


def run(folder, *arguments, before=""):
    code = f"import sys\n{before}\nfrom nnspec.cli.main import main\nmain(['card', *sys.argv[1:]])"
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_card_prints_a_table_for_people(folder):
    result = run(folder, "penguins.csv")
    assert (result.returncode, result.stderr) == (0, "")
    first, _, head, species, *_ = result.stdout.splitlines()
    assert first == "penguins.csv: 344 rows, 8 columns"
    assert head.split() == ["column", "dtype", "shape", "missing", "different", "minimum", "maximum", "mean", "std"]
    assert species.split()[:5] == ["species", "string", "()", "0", "3"]
    assert species.endswith("Adelie 152, Gentoo 124, Chinstrap 68")


def test_card_counts_one_row_and_one_column(folder):
    (folder / "one.csv").write_text("x\n1\n")
    assert run(folder, "one.csv").stdout.splitlines()[0] == "one.csv: 1 row, 1 column"


def test_card_as_json_is_one_document(folder):
    card = json.loads(run(folder, "penguins.csv", "--format", "json").stdout)
    assert (card["nnspec_card"], card["rows"], card["columns"]["sex"]["missing"]) == (1, 344, 11)


def test_card_is_written_to_a_file(folder):
    result = run(folder, "penguins.csv", "-o", "penguins.json")
    assert (result.returncode, result.stdout) == (0, "")
    assert json.loads((folder / "penguins.json").read_text())["columns"]["year"]["dtype"] == "int64"


def test_card_is_kept_outside_the_folder_of_the_data(folder):
    before = sorted(folder.iterdir())
    run(folder, "penguins.csv")
    assert sorted(folder.iterdir()) == sorted([*before, folder / "cache"])
    assert len(list((folder / "cache" / "nnspec" / "cards" / "1").glob("*-csv.json"))) == 1


def test_card_of_a_spec_is_that_of_its_data(folder):
    card = json.loads(run(folder, "card.yaml", "--format", "json").stdout)
    assert (card["source"], card["rows"]) == ("penguins.csv", 344)


def test_card_of_a_spec_with_data_apart_names_the_parts(folder):
    (folder / "card.yaml").write_text(SPEC.format("{train: penguins.csv, test: penguins.csv}"))
    assert list(json.loads(run(folder, "card.yaml", "--format", "json").stdout)) == ["train", "test"]
    result = run(folder, "card.yaml", "-o", "penguins.json")
    assert (result.returncode, "write the card of each" in result.stderr) == (2, True)


def test_card_of_strange_texts_is_printed(folder):
    (folder / "rows.jsonl").write_text('{"a\\nb": "\\ud800"}\n{"a\\nb": "\\u001b[31m"}')
    assert json.loads(run(folder, "rows.jsonl", "--format", "json").stdout)["columns"]["a\nb"]["unique"] == 2
    result = run(folder, "rows.jsonl")
    assert (result.returncode, "a?b" in result.stdout, "\x1b" in result.stdout) == (0, True, False)


def test_card_of_damaged_data_says_where(folder):
    with (folder / "penguins.csv").open("a") as stream:
        stream.write("Adelie,Dream\n")
    result = run(folder, "penguins.csv")
    assert result.returncode == 1
    assert "penguins.csv: error[NN651] `penguins.csv` line 346: 2 fields where the header has 8" in result.stderr


def test_card_of_a_spec_with_damaged_data_points_into_the_spec(folder):
    with (folder / "penguins.csv").open("a") as stream:
        stream.write("Adelie,Dream\n")
    result = run(folder, "card.yaml")
    assert result.returncode == 1
    assert "card.yaml:2:7: error[NN651]" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["absent.csv"], 1, "does not exist"),
        (["sklearn:irs"], 1, "did you mean `sklearn:iris`?"),
        (["absent.yaml"], 2, "cannot read `absent.yaml`"),
        (["penguins.csv", "-o", "penguins.csv/card.json"], 2, "cannot write `penguins.csv/card.json`"),
    ],
)
def test_card_of_what_is_not_there_says_so(folder, arguments, code, message):
    result = run(folder, *arguments)
    assert (result.returncode, message in result.stderr) == (code, True), result.stderr


def test_card_of_a_csv_file_loads_nothing_heavy(folder):
    hidden = "".join(f"sys.modules['{name}'] = None\n" for name in ("numpy", "pyarrow", "sklearn", "keras"))
    assert run(folder, "penguins.csv", before=hidden).returncode == 0


def test_card_without_its_package_names_the_extra(folder):
    result = run(folder, "sklearn:iris", before="sys.modules['sklearn'] = None")
    assert (result.returncode, "pip install 'nnspec[sklearn]'" in result.stderr) == (2, True)
    result = run(folder, "sklearn:iris", before="sys.modules['numpy'] = None")
    assert (result.returncode, "sklearn data need `numpy`: pip install 'nnspec[sklearn]'" in result.stderr) == (2, True)
