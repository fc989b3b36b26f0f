"""The house: data flows one way, and what validates stays light."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import nnspec

PACKAGE = Path(nnspec.__file__).parent
# From top to bottom; a folder imports only from those above it.
FOLDERS = (
    "diagnostics",
    "document",
    "references",
    "tables",
    "catalog",
    "spec",
    "schemagen",
    "validation",
    "graph",
    "inference",
    "linting",
    "explaining",
    "comparing",
    "drawing",
    "reporting",
    "layers",
    "datasets",
    "compiler",
    "transfer",
    "training",
    "interop",
    "cli",
)
BELOW_THE_KERAS_LINE = FOLDERS[FOLDERS.index("layers") :]
KERAS = {"keras", "tensorflow"}
HEAVY = {"keras", "tensorflow", "numpy", "pandas", "pyarrow", "sklearn", "scipy", "PIL"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported_modules(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
    return found


def imports_at_import_time(path: Path) -> list[ast.stmt]:
    tree = parsed(path)
    return [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]


def test_modules_import_only_from_rooms_above_them() -> None:
    for path in (path for path in MODULES if room_of(path) in FOLDERS[:-1]):
        allowed = {*FOLDERS[: FOLDERS.index(room_of(path)) + 1], "errors", "records", "replacing", "pipeline"}
        statements = ast.Module(imports_at_import_time(path), [])
        used = {name.split(".")[1] for name in imported_modules(statements) if name.startswith("nnspec.")}
        assert used <= allowed, f"{path} imports {sorted(used - allowed)}"


def test_modules_above_the_keras_line_import_nothing_heavy() -> None:
    above = [path for path in MODULES if room_of(path) not in (*BELOW_THE_KERAS_LINE, "library", "__init__")]
    assert len(above) > 80
    for path in above:
        names = {name.split(".")[0] for name in imported_modules(parsed(path))}
        assert not names & HEAVY, f"{path} imports {sorted(names & HEAVY)}"


def test_functions_import_only_in_cli_and_facade() -> None:
    for path in (path for path in MODULES if room_of(path) not in ("cli", "library", "__init__")):
        functions = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef)]
        inside = [imported_modules(function) for function in functions]
        assert not any(inside), f"{path} imports inside a function"


def test_every_folder_has_its_place() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    assert folders == set(FOLDERS)


def test_modules_have_no_import_cycle() -> None:
    graph = {_module_name(path): _edges(path) for path in MODULES}
    finished: set[str] = set()
    for start in graph:
        _visit(start, graph, finished, trail=[])


def _module_name(path: Path) -> str:
    name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    return name.removesuffix(".__init__")


def _edges(path: Path) -> set[str]:
    names = set()
    for node in imports_at_import_time(path):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nnspec"):
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return names - {_module_name(path)}


def _visit(name: str, graph: dict[str, set[str]], finished: set[str], trail: list[str]) -> None:
    assert name not in trail, f"a cycle: {' -> '.join([*trail[trail.index(name) :], name])}"
    if name in finished:
        return
    for target in graph.get(name, set()) & graph.keys():
        _visit(target, graph, finished, [*trail, name])
    finished.add(name)


@pytest.mark.parametrize("statement", ["import nnspec", "import nnspec; nnspec.validate('specs/single-neuron.yaml')"])
def test_validating_loads_nothing_heavy(statement: str) -> None:
    code = f"{statement}\nimport sys\nprint(sorted(set(sys.modules) & {HEAVY!r}))"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_validate_command_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom nnspec.cli.main import run\n"
        "assert run(['validate', 'specs/single-neuron.yaml']) == 0\n"
        f"print(sorted(set(sys.modules) & {HEAVY | {'rich', 'jsonschema'}!r}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
