"""`nnspec show SPEC`: print the spec, expanded and with every default filled in, or draw its graph."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from nnspec.cli.options import add_allow, add_allow_download, add_format, add_set
from nnspec.cli.reading import read_spec_argument
from nnspec.document.dump import dump_document
from nnspec.errors import UsageError
from nnspec.spec.expansion.template import double_dollars
from nnspec.spec.fill import fill_defaults
from nnspec.spec.spec import Spec

if TYPE_CHECKING:
    from nnspec.drawing.picture import Shapes


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec show`."""
    parser.add_argument("spec", metavar="SPEC")
    add_format(parser, "yaml", "mermaid", "dot")
    about = "build the model and write shapes beside the arrows; needs a backend, and the data or declared classes"
    parser.add_argument("--shapes", action="store_true", help=about)
    add_set(parser)
    add_allow(parser)
    add_allow_download(parser)


def command(
    spec: str, form: str, shapes: bool, sets: tuple[str, ...], allow: tuple[str, ...], allow_download: bool
) -> int:
    """Print SPEC, expanded and with every default filled in, or draw its graph for Mermaid or Graphviz.

    What is printed as YAML is a spec with the same meaning.
    """
    if shapes and form == "yaml":
        raise UsageError("`--shapes` is for drawings; add `--format mermaid` or `--format dot`")
    read = read_spec_argument(spec, sets=sets, allow=allow)
    if form == "yaml":
        print(dump_document(double_dollars(fill_defaults(read))), end="")
    else:
        print(_draw(read, form, _shapes_of(read, allow, allow_download) if shapes else None), end="")
    return 0


def _draw(spec: Spec, form: str, shapes: Shapes | None) -> str:
    from nnspec.drawing.dot import write_dot
    from nnspec.drawing.mermaid import write_mermaid
    from nnspec.drawing.picture import draw_graph
    from nnspec.pipeline import lower

    picture = draw_graph(lower(spec), shapes=shapes)
    return write_mermaid(picture) if form == "mermaid" else write_dot(picture)


def _shapes_of(spec: Spec, allow: tuple[str, ...], allow_download: bool) -> Shapes:
    """Build the model and give the shape of each layer's output."""
    from nnspec.cli.backend import load_backend

    load_backend()
    from nnspec.training.build import build_models_of

    summary = build_models_of(spec, allow=allow, allow_download=allow_download).summary
    return {row.name: row.output_shape for row in summary.layers}
