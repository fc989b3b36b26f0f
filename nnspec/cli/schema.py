"""`nnspec schema`: write, check or print the JSON Schemas."""

from __future__ import annotations

from pathlib import Path

import click

from nnspec.schemagen.files import SCHEMAS, find_stale, schema_text, write_schemas


@click.command("schema")
@click.option("--print", "action", flag_value="print", default=True, help="Print a schema (the default).")
@click.option("--write", "action", flag_value="write", help="Write all schemas into the folder.")
@click.option("--check", "action", flag_value="check", help="Compare the folder's schemas with what would be written.")
@click.option("--folder", type=click.Path(path_type=Path), default=Path("schemas"), help="Where they stand.")
@click.argument("name", type=click.Choice(list(SCHEMAS)), default="spec")
def command(action: str, folder: Path, name: str) -> int:
    """Print the schema NAME: spec, report or diagnostics; or write and check all of them."""
    if action == "print":
        click.echo(schema_text(name), nl=False)
        return 0
    if action == "write":
        for path in write_schemas(folder):
            click.echo(f"wrote {path}")
        return 0
    stale = find_stale(folder)
    for path in stale:
        click.echo(f"{path} is not current; run `nnspec schema --write`", err=True)
    return 1 if stale else 0
