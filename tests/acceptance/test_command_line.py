"""The command line in a process of its own: exit codes, formats, standard input."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nnspec.cli.backend import check_backend
from nnspec.errors import UsageError

NNSPEC = str(Path(sys.executable).with_name("nnspec"))
GOOD = "nnspec: 1\ninputs: {x: number}\noutputs: {y: number}\n"
BAD = "nnspec: 1\ninputs: {x: number}\nhidden: [{Dens: 3}]\noutputs: {y: number}\n"


def run(*arguments: str, folder: Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [NNSPEC, *arguments], cwd=folder, input=text, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "bad.yaml").write_text(BAD)
    return tmp_path


def test_validate_good_spec_leaves_with_0(folder):
    result = run("validate", "good.yaml", folder=folder)
    assert (result.returncode, result.stdout) == (0, "")


def test_validate_bad_spec_leaves_with_1_and_says_where(folder):
    result = run("validate", "good.yaml", "bad.yaml", folder=folder)
    assert result.returncode == 1
    assert result.stdout.startswith("bad.yaml:3:11: error[NN025] `Dens` is not a Keras layer")
    assert "Traceback" not in result.stderr


def test_validate_folder_checks_every_spec(folder):
    (folder / "other.json").write_text(json.dumps({"nnspec": 1, "inputs": {"x": "number"}, "outputs": {}}))
    result = run("validate", ".", folder=folder)
    assert result.returncode == 1
    assert "3 specs: 2 errors" in result.stderr


def test_validate_standard_input_names_it_with_a_dash(folder):
    result = run("validate", "-", folder=folder, text=BAD)
    assert result.stdout.startswith("-:3:11: error[NN025]")


def test_validate_json_is_data_for_programs(folder):
    result = run("validate", "bad.yaml", "--format", "json", folder=folder)
    (finding,) = json.loads(result.stdout)["diagnostics"]
    assert (finding["code"], finding["name"], finding["span"]["line"]) == ("NN025", "unknown-name", 3)
    assert finding["path"] == ["hidden", 0, "Dens"]


def test_validate_missing_file_leaves_with_2(folder):
    result = run("validate", "nothing.yaml", folder=folder)
    assert result.returncode == 2
    assert "cannot read `nothing.yaml`" in result.stderr


def test_validate_empty_folder_leaves_with_2(folder):
    (folder / "empty").mkdir()
    result = run("validate", "empty", folder=folder)
    assert result.returncode == 2
    assert "holds no spec" in result.stderr


def test_validate_verbose_says_what_was_not_checked(folder):
    (folder / "data.yaml").write_text("nnspec: 1\ndata: rows.csv\n" + GOOD.partition("\n")[2])
    result = run("validate", "data.yaml", "--verbose", folder=folder)
    assert "unchecked: columns, because `rows.csv` is not there" in result.stderr


def test_unknown_command_leaves_with_2(folder):
    assert run("trane", "good.yaml", folder=folder).returncode == 2


def test_show_prints_a_spec_that_is_valid(folder):
    shown = run("show", "good.yaml", folder=folder)
    assert shown.returncode == 0
    assert "Adam:" in shown.stdout
    assert run("validate", "-", folder=folder, text=shown.stdout).returncode == 0


def test_show_bad_spec_leaves_with_1(folder):
    result = run("show", "bad.yaml", folder=folder)
    assert (result.returncode, result.stdout) == (1, "")
    assert "NN025" in result.stderr


def test_schema_check_notices_a_stale_file(folder):
    assert run("schema", "--write", "--folder", "schemas", folder=folder).returncode == 0
    assert run("schema", "--check", "--folder", "schemas", folder=folder).returncode == 0
    (folder / "schemas" / "spec.schema.json").write_text("{}")
    result = run("schema", "--check", "--folder", "schemas", folder=folder)
    assert result.returncode == 1
    assert "spec.schema.json is not current" in result.stderr


def test_schema_prints_one_of_the_schemas(folder):
    printed = json.loads(run("schema", "report", folder=folder).stdout)
    assert "report" in printed["required"]


def test_report_of_a_folder_without_one_leaves_with_1(folder):
    result = run("report", ".", folder=folder)
    assert result.returncode == 1
    assert "NN851" in result.stderr


def test_report_of_a_plain_spec_leaves_with_1(folder):
    (folder / "report.yaml").write_text(GOOD)
    result = run("report", ".", folder=folder)
    assert result.returncode == 1
    assert "no whole `report` section" in result.stderr


def test_version_is_printed(folder):
    assert run("--version", folder=folder).stdout.startswith("nnspec 0.")


def test_findings_off_a_terminal_have_no_colour(folder):
    assert "\x1b" not in run("validate", "bad.yaml", folder=folder).stdout


@pytest.mark.parametrize("name", ["jax", "torch"])
def test_backend_other_than_tensorflow_is_refused(name):
    with pytest.raises(UsageError, match=f"`{name}` is not supported yet"):
        check_backend(name)


def test_train_without_a_backend_says_what_to_install(folder):
    blocker = "import sys; sys.modules['tensorflow'] = None; sys.modules['keras'] = None; "
    code = blocker + "from nnspec.cli.main import main; main(['train', 'good.yaml'])"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, env=os.environ, check=False
    )
    assert result.returncode == 2
    assert 'pip install "nnspec[cpu]"' in result.stderr
