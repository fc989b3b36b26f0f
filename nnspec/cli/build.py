"""`nnspec build SPEC`: print the layers, shapes and parameters; save the untrained model."""

from __future__ import annotations

from pathlib import Path

import click

from nnspec.cli.backend import load_backend
from nnspec.cli.reading import read_spec_argument


@click.command("build")
@click.argument("spec")
@click.option("--save", type=click.Path(path_type=Path), metavar="FILE", help="Save the untrained model as FILE.keras.")
@click.option("--allow", multiple=True, metavar="FOLDER", help="A folder outside the project that the spec may name.")
@click.option("--allow-download", is_flag=True, help="Let Keras fetch published weights.")
def command(spec: str, save: Path | None, allow: tuple[str, ...], allow_download: bool) -> int:
    """Build SPEC in Keras and print its layers; needs its data, or `classes` and `vocabulary` declared."""
    read = read_spec_argument(spec, allow=allow)
    load_backend()
    from nnspec.cli.tables import format_summary
    from nnspec.training.build import build_models_of
    from nnspec.training.saving import save_model

    built = build_models_of(read, allow=allow, allow_download=allow_download)
    for load in built.loads:
        click.echo("\n".join(load.lines()))
    click.echo(format_summary(built.summary))
    if save is not None:
        save_model(built.models.serving, save)
        click.echo(f"wrote {save}")
    return 0
