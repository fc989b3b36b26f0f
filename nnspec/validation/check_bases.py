"""Whether a transfer base exists and takes the arguments it is given."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.catalog.catalog import load_catalog
from nnspec.catalog.types import accepts, describe_type, parse_type
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.diagnostics.spelling import suggest
from nnspec.spec.bases import Base
from nnspec.spec.keys import keys_of
from nnspec.spec.spec import Spec
from nnspec.validation.wording import describe_value


def check_bases(spec: Spec) -> Iterator[Diagnostic]:
    """Check the bases of a spec.

    Reports: NN020, NN022, NN025, NN026, NN040.
    """
    for base in spec.bases:
        scheme, _, name = base.source.partition(":")
        if scheme == "keras" and name:
            yield from _check_application(base, name)
        elif scheme == "run" and name:
            yield from _check_run(base)
        else:
            yield Diagnostic(
                code="NN040",
                message=f"`{base.source}` is not a base",
                path=(*base.path, "source"),
                received=base.source,
                expected="`keras:NAME`, an application of Keras, or `run:FOLDER`, an earlier run",
                hint=suggest(f"keras:{base.source}", _applications()),
            )


def _applications() -> list[str]:
    return [f"keras:{name}" for name in load_catalog().names("applications")]


def _check_application(base: Base, name: str) -> Iterator[Diagnostic]:
    catalog = load_catalog()
    entry = catalog.find("applications", name)
    if entry is None:
        hint = suggest(name, catalog.names("applications"))
        message = f"Keras has no application `{name}`"
        yield Diagnostic(code="NN025", message=message, path=(*base.path, "source"), received=name, hint=hint)
        return
    own = [key.name for key in keys_of(Base) if key.name != "arguments"]
    for argument, value in base.arguments.items():
        known = entry.arguments.get(argument)
        if known is not None and not accepts(parse_type(known.type), value):
            expected = describe_type(parse_type(known.type))
            message, path = f"`{argument}` must be {expected}", (*base.path, argument)
            yield Diagnostic(
                code="NN022", message=message, path=path, received=describe_value(value), expected=expected
            )
        elif known is None:
            hint = suggest(argument, (*entry.arguments, *own))
            message = f"`{name}` has no argument `{argument}`"
            path = (*base.path, argument)
            yield Diagnostic(code="NN026", message=message, path=path, received=argument, hint=hint)


def _check_run(base: Base) -> Iterator[Diagnostic]:
    for argument in base.arguments:
        message = f"a run as a base has no key `{argument}`"
        yield Diagnostic(code="NN020", message=message, path=(*base.path, argument), received=argument)
