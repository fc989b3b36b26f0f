"""`nnspec show SPEC`: print the spec with every default filled in."""

from __future__ import annotations

import click

from nnspec.cli.reading import read_spec_argument
from nnspec.document.dump import dump_document
from nnspec.spec.fill import fill_defaults


@click.command("show")
@click.argument("spec")
@click.option("--allow", multiple=True, metavar="FOLDER", help="A folder outside the project that the spec may name.")
def command(spec: str, allow: tuple[str, ...]) -> int:
    """Print SPEC with every default filled in; what is printed is a spec with the same meaning."""
    click.echo(dump_document(fill_defaults(read_spec_argument(spec, allow=allow))), nl=False)
    return 0
