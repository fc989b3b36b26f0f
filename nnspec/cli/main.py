"""`nnspec COMMAND ...`: finds the command's module, runs it, and turns errors into exit codes.

A command's module offers `declare`, which adds its arguments to a parser, and `command`, which takes them by name
and returns the exit code; its docstring is the command's help. Only the module of the command that runs is imported.
"""

from __future__ import annotations

import gc
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from nnspec.errors import NnspecError, RunError, SpecError, UsageError

COMMANDS = {
    "validate": "list everything in specs that is provably wrong",
    "lint": "list what is wrong or unwise in specs, and repair what is safe to",
    "diff": "say what differs in the meaning of two specs, or in two runs",
    "fmt": "write specs in canonical form, comments kept",
    "show": "print a spec with every default filled in",
    "impact": "say what depends on a layer",
    "card": "say what is known of data, and keep it for `lint`",
    "build": "print the layers, shapes and parameters of a spec's model; save it",
    "train": "train a spec, and write the run with its report",
    "evaluate": "judge a run on its own splits, or on other data",
    "predict": "write what a run says of rows",
    "report": "print a run's report for people",
    "explain": "say what a code, a name or a place in a spec means",
    "reference": "print the whole language",
    "import": "write a Keras model as a spec",
    "eject": "write a spec as a Keras script that stands alone",
    "export": "write a run's model for other programs",
    "schema": "write, check or print the JSON Schemas",
}
# A word of Python's own cannot name a module.
_MODULES = {"import": "import_model"}
# Loading modules and the catalog makes many objects that live on; looking for garbage among them every 700 is in vain.
GARBAGE_THRESHOLD = 50_000
HELP_WIDTH = 100
EXIT_CODES = "exit codes: 0 fine, 1 findings, 2 usage or missing file, 3 internal error, 4 run failed, 130 interrupted"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(GARBAGE_THRESHOLD)
    try:
        code = run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = None  # the reader has gone: nothing is left to flush to
        code = 1
    except Exception:  # noqa: BLE001  the last line of defence: a defect of nnspec is exit code 3
        import_module("traceback").print_exc()
        print("nnspec: internal error; please report it with the lines above", file=sys.stderr)
        code = NnspecError.exit_code
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code."""
    try:
        return _run_command(arguments)
    except SystemExit as leaving:  # argparse has printed help, the version, or what is wrong with the usage
        return leaving.code if isinstance(leaving.code, int) else 0
    except (SpecError, RunError) as error:
        show_findings = import_module("nnspec.cli.findings").show_findings
        show_findings(error.diagnostics, sources=error.texts)
        return error.exit_code
    except NnspecError as error:
        print(f"nnspec: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130


def _run_command(arguments: Sequence[str]) -> int:
    name, *rest = arguments or ["--help"]
    if name not in COMMANDS:
        _explain_usage(name)
    module = import_module(f"nnspec.cli.{_MODULES.get(name, name)}")
    given = vars(_parser_of(name, module).parse_args(rest))
    code: int = module.command(**{k: tuple(v) if isinstance(v, list) else v for k, v in given.items()})
    return code


def _parser_of(name: str, module: ModuleType) -> ArgumentParser:
    about = "\n".join(line.strip() for line in module.command.__doc__.splitlines())
    parser = ArgumentParser(prog=f"nnspec {name}", description=about, formatter_class=_help_formatter)
    module.declare(parser)
    return parser


def _help_formatter(prog: str) -> RawDescriptionHelpFormatter:
    """Write help in a fixed width: asking the terminal, as is done for each argument declared, costs an import."""
    return RawDescriptionHelpFormatter(prog, width=HELP_WIDTH)


def _explain_usage(word: str) -> None:
    """Answer `--help` and `--version`, and refuse any other word that is no command."""
    lines = "\n".join(f"  {name:10} {about}" for name, about in COMMANDS.items())
    parser = ArgumentParser(
        prog="nnspec",
        usage="nnspec COMMAND ...",
        description="A compiler for neural networks: from a short YAML spec to a trained Keras model and its report.",
        epilog=f"commands:\n{lines}\n\n{EXIT_CODES}\n`nnspec COMMAND --help` explains a command.",
        formatter_class=_help_formatter,
    )
    if word == "--version":
        print(f"nnspec {import_module('nnspec').__version__}")
        parser.exit()
    if not word.startswith("-"):
        hint = import_module("nnspec.diagnostics.spelling").suggest(word, COMMANDS)
        raise UsageError(f"no command `{word}`; {hint or 'see `nnspec --help`'}")
    parser.parse_args([word])


if __name__ == "__main__":
    main()
