"""`nnspec COMMAND ...`: finds the command's module, runs it, and turns errors into exit codes."""

from __future__ import annotations

import sys
import traceback
from importlib import import_module

import click

from nnspec.errors import NnspecError, RunError, SpecError, UsageError

COMMANDS = {
    "validate": "nnspec.cli.validate",
    "show": "nnspec.cli.show",
    "build": "nnspec.cli.build",
    "train": "nnspec.cli.train",
    "evaluate": "nnspec.cli.evaluate",
    "predict": "nnspec.cli.predict",
    "report": "nnspec.cli.report",
    "schema": "nnspec.cli.schema",
}


class LazyGroup(click.Group):
    """A group that imports a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands, in the order in which they are used."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name]).command
        return command


@click.group(cls=LazyGroup)
@click.version_option(package_name="nnspec", message="%(prog)s %(version)s")
def nnspec() -> None:
    """A compiler for neural networks: from a short YAML spec to a trained Keras model and its report.

    Exit codes: 0 fine, 1 findings, 2 usage or missing file, 3 internal error, 4 run failed, 130 interrupted.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    try:
        code = run(arguments)
    except Exception:  # noqa: BLE001  the last line of defence: a defect of nnspec is exit code 3
        traceback.print_exc()
        click.echo("nnspec: internal error; please report it with the lines above", err=True)
        code = NnspecError.exit_code
    sys.exit(code)


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        result = nnspec.main(args=arguments, prog_name="nnspec", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return UsageError.exit_code
    except click.Abort:
        return 130
    except (SpecError, RunError) as error:
        show_findings = import_module("nnspec.cli.findings").show_findings
        show_findings(error.diagnostics)
        return error.exit_code
    except NnspecError as error:
        click.echo(f"nnspec: {error}", err=True)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    main()
