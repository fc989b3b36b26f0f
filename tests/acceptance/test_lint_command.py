"""`nnspec lint`: selection, settings, comments, repairs, formats, watching."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nnspec.cli.main import run

NNSPEC = str(Path(sys.executable).with_name("nnspec"))
SPECS = Path(__file__).parents[2] / "specs"
SOFTMAX = """\
nnspec: 1
inputs: {x: {columns: [a, b]}}
hidden: [{Dense: {units: 8, activation: relu}}]
outputs:
  y:
    type: binary
    head: {Dense: {units: 1, activation: softmax}}
"""
TWICE = """\
# two activations in a row
nnspec: 1
inputs: {x: {columns: [a, b]}}
hidden:
  - Dense: {units: 8, activation: relu}  # wide
  - ReLU
  - Dense: {units: 4, activation: relu}
outputs: {y: number}
"""
SOUND = TWICE.replace("  - ReLU\n", "")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    (tmp_path / "nnspec.toml").write_text("")
    for name, text in (("softmax.yaml", SOFTMAX), ("twice.yaml", TWICE), ("sound.yaml", SOUND)):
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def lint(capsys, *arguments: str, command: str = "lint") -> tuple[int, list[str], str]:
    """Give the exit code, the codes found, and what was said on standard error."""
    code = run([command, *arguments])
    captured = capsys.readouterr()
    return code, re.findall(r"(?:error|warning|info)\[(NN\d+)\]", captured.out), captured.err


def test_lint_of_canonical_specs_has_no_warning(capsys):
    assert lint(capsys, "--fail-on", "warning", str(SPECS))[0] == 0


def test_lint_reports_a_rule_of_severity_error_and_fails(capsys):
    assert lint(capsys, "softmax.yaml") == (1, ["NN201"], "1 spec: 1 error\n")


def test_validate_reports_the_errors_of_rules(capsys):
    assert lint(capsys, "softmax.yaml", command="validate")[:2] == (1, ["NN201"])


def test_lint_reports_a_warning_and_passes(capsys):
    assert lint(capsys, "twice.yaml") == (0, ["NN104"], "1 spec: no errors, 1 warning\n")


def test_validate_leaves_warnings_out(capsys):
    assert lint(capsys, "twice.yaml", command="validate") == (0, [], "1 spec: no errors\n")


@pytest.mark.parametrize(
    ("options", "code", "found"),
    [
        (["--select", "NN104"], 0, ["NN104"]),
        (["--select", "NN2"], 0, []),
        (["--select", "NN1,NN2"], 0, ["NN104"]),
        (["--ignore", "NN104"], 0, []),
        (["--ignore", "ALL"], 0, []),
        (["--select", "NN104", "--ignore", "NN1"], 0, []),
        (["--fail-on", "warning"], 1, ["NN104"]),
        (["--fail-on", "info"], 1, ["NN104"]),
        (["--set", "hidden[1]=Flatten"], 0, []),
    ],
)
def test_lint_with_options_asks_and_fails_as_told(capsys, options, code, found):
    assert lint(capsys, *options, "twice.yaml")[:2] == (code, found)


def test_select_all_asks_the_rules_that_are_off_by_default(capsys):
    assert "NN117" in lint(capsys, "--select", "ALL", "--set", "hidden[2].Dense.units=64", "twice.yaml")[1]
    assert "NN117" not in lint(capsys, "--set", "hidden[2].Dense.units=64", "twice.yaml")[1]


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("NN1O4", "no rule `NN1O4`; did you mean `NN104`?"),
        ("NN157", "`NN157` is no rule"),
        ("relu", "no rule `relu`; `nnspec explain"),
        ("double_activation", "no rule `double_activation`; did you mean `NN104`?"),
    ],
)
def test_unknown_rule_in_an_option_is_a_usage_error(capsys, pattern, message):
    code, _, said = lint(capsys, "--select", pattern, "twice.yaml")
    assert code == 2
    assert said.startswith(f"nnspec: {message}")


@pytest.mark.parametrize(
    ("settings", "code", "found"),
    [
        ('select = ["NN2"]', 0, []),
        ('ignore = ["NN104"]', 0, []),
        ('fail-on = "warning"', 1, ["NN104"]),
        ('severity = {NN104 = "error"}', 1, ["NN104"]),
        ('severity = {NN104 = "info"}\nfail-on = "warning"', 0, ["NN104"]),
        ('severity = {NN1 = "error"}', 1, ["NN104"]),
        ('severity = {ALL = "error", NN1 = "warning"}', 0, ["NN104"]),
        ('severity = {NN10 = "warning", NN1 = "error"}', 0, ["NN104"]),
        ('per-file-ignores = {"tw*.yaml" = ["NN1"]}', 0, []),
        ('per-file-ignores = {"other/*" = ["NN1"]}', 0, ["NN104"]),
        ('select = ["NN2"]\nextend-select = ["NN104"]', 0, ["NN104"]),
    ],
)
@pytest.mark.parametrize(("file", "table"), [("nnspec.toml", "lint"), ("pyproject.toml", "tool.nnspec.lint")])
def test_settings_of_the_project_are_heeded(capsys, folder, file, table, settings, code, found):
    (folder / file).write_text(f"[{table}]\n{settings}\n")
    assert lint(capsys, "twice.yaml")[:2] == (code, found)


def test_severity_of_the_project_makes_validate_fail(capsys, folder):
    (folder / "nnspec.toml").write_text('[lint]\nseverity = {NN104 = "error"}\n')
    assert lint(capsys, "twice.yaml", command="validate")[:2] == (1, ["NN104"])


@pytest.mark.parametrize("pattern", ["NN050", "NN05", "ALL"])
def test_severity_of_the_project_counts_for_comments_in_vain(capsys, folder, pattern):
    (folder / "nnspec.toml").write_text(f'[lint]\nseverity = {{{pattern} = "error"}}\n')
    (folder / "sound.yaml").write_text(SOUND.replace("# wide", "# nnspec: ignore[NN104]"))
    assert lint(capsys, "sound.yaml")[:2] == (1, ["NN050"])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1"])
def test_settings_in_another_encoding_are_a_usage_error(capsys, folder, encoding):
    (folder / "nnspec.toml").write_bytes('[lint]\nselect = ["NN2"]  # für\n'.encode(encoding))
    code, _, said = lint(capsys, "twice.yaml")
    assert code == 2
    assert "nnspec.toml: no TOML" in said


def test_options_stand_over_settings(capsys, folder):
    (folder / "nnspec.toml").write_text('[lint]\nselect = ["NN2"]\nfail-on = "warning"\n')
    assert lint(capsys, "--select", "NN1", "--fail-on", "error", "twice.yaml")[:2] == (0, ["NN104"])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('selct = ["NN1"]', "nnspec.toml:2: unknown key `selct`; did you mean `select`?"),
        ('select = ["NN1O4"]', "nnspec.toml:2: no rule `NN1O4`; did you mean"),
        ('ignore = ["NN020"]', "nnspec.toml:2: `NN020` is no rule: it says that a spec cannot work"),
        ('fail-on = "warnings"', "nnspec.toml:2: unknown severity `warnings`; did you mean `warning`?"),
        ('select = "NN104"', "nnspec.toml:2: `select` takes a list of codes"),
        ("severity = 3", "nnspec.toml:2: `severity` takes a table"),
        ('severity = {NN3x = "error"}', "nnspec.toml:2: no rule `NN3x`"),
        ('per-file-ignores = {"[" = ["NN1"]}', "nnspec.toml:2: `[` is no pattern of files: a bracket stays open"),
        ("select = [", "nnspec.toml: no TOML: "),
    ],
)
def test_wrong_settings_are_a_usage_error_at_their_line(capsys, folder, settings, message):
    (folder / "nnspec.toml").write_text(f"[lint]\n{settings}\n")
    code, _, said = lint(capsys, "twice.yaml")
    assert code == 2
    assert message in said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - ReLU\n", "  - ReLU  # nnspec: ignore[NN104]\n"),
        ("  - ReLU\n", "  - ReLU  # as in the paper  # nnspec: ignore[NN104] because of it\n"),
        ("  - ReLU\n", "  # nnspec: ignore[NN104]\n  - ReLU\n"),
        ("  - ReLU\n", "  # nnspec: ignore[ NN104 ]\n  # as in the paper\n  - ReLU\n"),
        ("# two", "# nnspec: ignore-file[NN104]\n# two"),
    ],
)
def test_comment_ignores_a_rule(capsys, folder, old, new):
    (folder / "twice.yaml").write_text(TWICE.replace(old, new))
    assert lint(capsys, "twice.yaml")[:2] == (0, [])


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("  - ReLU\n", "  - ReLU  # nnspec: ignore[NN201]\n", ["NN050", "NN104"]),
        ("  - ReLU\n", "  - ReLU  # nnspec: ignore[NN104, NN201]\n", ["NN050"]),
        ("  - ReLU\n", "  - ReLU  # nnspec: ignore[NN10A]\n", ["NN051", "NN104"]),
        ("  - ReLU\n", "  - ReLU  # nnspec: ignore[NN157]\n", ["NN051", "NN104"]),
        ("  - ReLU\n", "  - ReLU  # nnspec: ignore\n", ["NN051", "NN104"]),
        ("  - ReLU\n", "  - ReLU\n  # nnspec: ignore-file[NN104]\n", ["NN051", "NN104"]),
        ("  - ReLU\n", "  # nnspec: ignore[NN104]\n\n  - ReLU\n", ["NN050", "NN104"]),
    ],
)
def test_comment_in_vain_is_a_warning(capsys, folder, old, new, found):
    (folder / "twice.yaml").write_text(TWICE.replace(old, new))
    assert sorted(lint(capsys, "twice.yaml")[1]) == found


def test_comment_of_a_rule_that_is_not_asked_is_not_called_unused(capsys, folder):
    (folder / "sound.yaml").write_text(SOUND.replace("# wide", "# nnspec: ignore[NN104]"))
    assert lint(capsys, "--ignore", "NN104", "sound.yaml")[1] == []
    assert lint(capsys, "sound.yaml")[1] == ["NN050"]


def test_comment_never_silences_what_validate_says_of_the_same(capsys, folder):
    (folder / "softmax.yaml").write_text(SOFTMAX.replace("softmax}}", "softmax}}  # nnspec: ignore[NN201]"))
    assert lint(capsys, "softmax.yaml")[1] == ["NN251"]


def test_comment_inside_a_block_counts_for_each_use(capsys, folder):
    text = TWICE.replace("  - Dense: {units: 8, activation: relu}  # wide\n  - ReLU\n", "  - b\n  - b\n")
    block = "blocks: {b: {layers: [{Dense: {units: 8, activation: relu}}, ReLU]}}\n"
    marked = block.replace("\n", "  # nnspec: ignore[NN104]\n")
    (folder / "twice.yaml").write_text(text + block)
    assert lint(capsys, "twice.yaml")[1] == ["NN104"]
    assert lint(capsys, "--diff", "twice.yaml")[0] == 0
    (folder / "twice.yaml").write_text(text + marked)
    assert lint(capsys, "twice.yaml")[1] == []


def test_fix_takes_out_what_is_safe_and_keeps_the_rest(capsys, folder):
    assert lint(capsys, "--fix", "twice.yaml") == (0, [], "twice.yaml: 1 repair\n1 spec: no errors\n")
    assert (folder / "twice.yaml").read_text() == SOUND
    assert sorted(path.name for path in folder.glob("*.yaml")) == ["softmax.yaml", "sound.yaml", "twice.yaml"]


def test_fix_keeps_line_ends_and_byte_order_mark(capsys, folder):
    (folder / "twice.yaml").write_bytes(b"\xef\xbb\xbf" + TWICE.replace("\n", "\r\n").encode())
    lint(capsys, "--fix", "twice.yaml")
    assert (folder / "twice.yaml").read_bytes() == b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode()


def test_fix_leaves_the_ends_of_other_lines_as_they_are(capsys, folder):
    mixed = TWICE.replace("\n", "\r\n", 3).encode()
    (folder / "twice.yaml").write_bytes(mixed)
    lint(capsys, "--fix", "twice.yaml")
    assert (folder / "twice.yaml").read_bytes() == mixed.replace(b"  - ReLU\n", b"")


@pytest.mark.parametrize("options", [["--fix"], ["--format", "json"], ["--fail-on", "warning"], ["--verbose"]])
def test_diff_refuses_what_it_would_not_heed(capsys, options):
    assert lint(capsys, "--diff", *options, "twice.yaml")[0] == 2


def test_diff_shows_the_errors_that_repairs_leave(capsys):
    code = run(["lint", "--diff", "softmax.yaml"])
    captured = capsys.readouterr()
    assert (code, captured.out) == (1, "")
    assert "error[NN201]" in captured.err


@pytest.mark.parametrize("option", ["--diff", "--fix"])
def test_file_that_is_not_utf_8_is_a_finding(capsys, folder, option):
    (folder / "bad.yaml").write_bytes(b"\xff" + TWICE.encode())
    assert run(["lint", option, "bad.yaml"]) == 1
    captured = capsys.readouterr()
    assert "error[NN002]" in captured.out + captured.err


def test_fix_leaves_a_sound_spec_untouched(capsys, folder):
    before = (folder / "sound.yaml").stat().st_mtime_ns
    assert lint(capsys, "--fix", "sound.yaml")[:2] == (0, [])
    assert (folder / "sound.yaml").stat().st_mtime_ns == before


def test_diff_prints_a_patch_and_writes_nothing(capsys, folder):
    code = run(["lint", "--diff", "twice.yaml", "sound.yaml"])
    assert code == 1
    assert capsys.readouterr().out == (
        "--- twice.yaml\n+++ twice.yaml (repaired)\n@@ -3,6 +3,5 @@\n"
        " inputs: {x: {columns: [a, b]}}\n hidden:\n   - Dense: {units: 8, activation: relu}  # wide\n"
        "-  - ReLU\n   - Dense: {units: 4, activation: relu}\n outputs: {y: number}\n"
    )
    assert (folder / "twice.yaml").read_text() == TWICE


def test_fix_of_standard_input_is_refused(capsys):
    assert lint(capsys, "--fix", "-")[0] == 2


def test_fix_stands_in_the_json_findings(capsys):
    run(["lint", "--format", "json", "twice.yaml"])
    (finding,) = json.loads(capsys.readouterr().out)["diagnostics"]
    assert (finding["code"], finding["name"], finding["severity"]) == ("NN104", "double-activation", "warning")
    assert finding["edit"] == {
        "span": {"line": 6, "column": 1, "end_line": 7, "end_column": 1},
        "old": "  - ReLU\n",
        "new": "",
    }


def test_verbose_names_the_rules_that_lack_their_data(capsys):
    said = lint(capsys, "--verbose", "sound.yaml")[2]
    assert re.search(r"sound\.yaml: skipped: NN\d+ [a-z-]+: it lacks ", said)


def test_card_gives_rules_what_they_lack(capsys, folder):
    (folder / "card.json").write_text(
        json.dumps({"nnspec_card": 1, "rows": 20, "columns": {"a": {}, "b": {}, "y": {"dtype": "float64"}}})
    )
    without = lint(capsys, "--verbose", "sound.yaml")[2].count("skipped")
    assert lint(capsys, "--verbose", "--card", "card.json", "sound.yaml")[2].count("skipped") < without


def test_absent_card_is_a_usage_error(capsys):
    code, _, said = lint(capsys, "--card", "none.json", "sound.yaml")
    assert (code, said) == (2, "nnspec: cannot read `none.json`: there is no such file\n")


def test_explain_prints_the_page_of_a_rule(capsys):
    assert run(["explain", "nn201"]) == 0
    page = capsys.readouterr().out
    assert page.startswith(
        "NN201 softmax-one-unit (error)\nA softmax over one neuron says 1 whatever goes in.\n\nWhat: "
    )
    assert all(f"\n\n{word}:" in page for word in ("What", "Why", "Has a finding", "Has none", "Fix", "Source"))


def test_explain_lists_all_rules(capsys):
    assert run(["explain", "--all-rules"]) == 0
    assert re.search(r"^NN104 +double-activation +warning +on$", capsys.readouterr().out, re.MULTILINE)


def test_explain_of_nothing_is_a_usage_error(capsys):
    assert run(["explain"]) == 2


@pytest.mark.parametrize("command", ["lint", "validate"])
def test_watch_checks_again_when_a_file_changes(folder, command):
    watched = folder / "softmax.yaml"
    process = subprocess.Popen(
        [NNSPEC, command, "--watch", "softmax.yaml"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # What runs in the background of a shell is started with interrupts ignored, and passes that on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout is not None
    lines = iter(process.stdout.readline, "")
    assert re.fullmatch(r"--- \d\d:\d\d:\d\d\n", next(lines))
    assert "error[NN201]" in next(lines)
    assert any(line == "1 spec: 1 error\n" for line in lines)
    watched.write_text(SOUND)
    assert next(lines).startswith("--- ")
    assert next(lines) == "1 spec: no errors\n"
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130
    assert process.stdout.read() == ""
    process.stdout.close()


def test_watch_of_standard_input_is_refused(capsys):
    assert lint(capsys, "--watch", "-")[0] == 2


def test_watch_does_not_repair(capsys):
    assert lint(capsys, "--watch", "--fix", "twice.yaml")[0] == 2
