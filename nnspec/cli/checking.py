"""What `nnspec validate` and `nnspec lint` share: reading specs, writing findings, saying what was left out."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from pathlib import Path

from nnspec.cli.options import add_allow, add_format, add_set
from nnspec.cli.units import count
from nnspec.diagnostics.collection import Diagnostics
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.document.document import Syntax, parse_document, read_document
from nnspec.errors import UsageError
from nnspec.inference.facts import NO_FACTS
from nnspec.linting.settings import Settings
from nnspec.pipeline import Compiled, compile_document
from nnspec.records import replace
from nnspec.tables.card import Card

FORMATS = ("text", "json", "github", "sarif")


def declare_checking(parser: ArgumentParser) -> None:
    """Declare the arguments that both commands have."""
    parser.add_argument("specs", nargs="+", metavar="SPEC")
    add_format(parser, *FORMATS)
    about = "what is known of the data, as `nnspec card` writes it"
    parser.add_argument("--card", metavar="FILE", help=about)
    add_set(parser)
    add_allow(parser)
    parser.add_argument("--watch", action="store_true", help="check again whenever a file changes, until Ctrl-C")
    parser.add_argument("--verbose", action="store_true", help="also say what could not be checked")


def read_card_argument(name: str | None) -> Card | None:
    """Read the card that a command is given.

    Raises:
        UsageError: it cannot be read.
        SpecError: it is no card.
    """
    if name is None:
        return None
    from nnspec.tables.card import read_card

    if not Path(name).is_file():
        raise UsageError(f"cannot read `{name}`: there is no such file")
    return read_card(Path(name))


def compile_named(
    name: str,
    *,
    sets: tuple[str, ...],
    allow: tuple[str, ...],
    card: Card | None,
    settings: Settings | None = None,
    content: bytes | None = None,
) -> Compiled:
    """Compile a file, or standard input for `-`.

    Args:
        name: of the file.
        sets: changes.
        allow: folders outside the project.
        card: of the data.
        settings: of the rules; the project's by default.
        content: what the file would hold instead.
    """
    if name == "-" or content is not None:
        given = sys.stdin.buffer.read() if content is None else content
        syntax: Syntax = "json" if name.lower().endswith(".json") else "yaml"
        document, findings = parse_document(given, file=name, syntax=syntax)
    else:
        document, findings = read_document(Path(name), file=name)
    if document is None or findings:
        return Compiled(document, None, None, Diagnostics.collect(findings))
    return compile_document(document, sets=sets, allowed=allow, settings=settings, card=card)


def without_network(compiled: Compiled) -> Compiled:
    """Keep what is said of a spec, and let go of what it was found in: a folder may hold thousands."""
    return replace(compiled, spec=None, graph=None, network=None, facts=NO_FACTS, header=None)


def write_findings(form: str, compiled: Sequence[Compiled], diagnostics: Diagnostics) -> None:
    """Write findings to standard output in one of `FORMATS`, and a summary of a text to standard error."""
    if form == "text":
        _write_text(compiled, diagnostics)
    elif form == "json":
        from nnspec.diagnostics.json import format_json

        print(format_json(diagnostics))
    elif form == "github":
        from nnspec.diagnostics.github import format_github

        sys.stdout.write(format_github(diagnostics))
    else:
        from nnspec.cli.described import describe_codes
        from nnspec.diagnostics.sarif import format_sarif

        print(format_sarif(diagnostics, rules=describe_codes(diagnostics), version=_version()))


def write_unchecked(compiled: Iterable[Compiled]) -> None:
    """Say on standard error what could not be checked, and which rules could not decide."""
    for item in compiled:
        file = item.document.file if item.document else "?"
        for reason in item.unchecked:
            print(f"{file}: unchecked: {reason}", file=sys.stderr)
        for rule, lacked in item.examined.skipped:
            print(f"{file}: skipped: {rule.code} {rule.name}: it lacks {lacked}", file=sys.stderr)


def _write_text(compiled: Sequence[Compiled], diagnostics: Diagnostics) -> None:
    sources = {file: text for item in compiled for file, text in item.texts.items()}
    if diagnostics:
        from nnspec.cli.findings import has_color, read_source
        from nnspec.diagnostics.text import format_text

        for finding in diagnostics:
            if finding.file and finding.file not in sources:
                sources[finding.file] = read_source(finding.file)
        print(format_text(diagnostics, sources=sources, color=has_color(sys.stdout.isatty())))
    print(f"{count(len(compiled), 'spec')}: {_summary(diagnostics)}", file=sys.stderr)


def _summary(diagnostics: Iterable[Diagnostic]) -> str:
    severities = [finding.severity for finding in diagnostics]
    n_errors, n_warnings, n_infos = (severities.count(severity) for severity in ("error", "warning", "info"))
    parts = [count(n_errors, "error") if n_errors else "no errors"]
    parts += [count(n_warnings, "warning")] if n_warnings else []
    parts += [f"{n_infos} info"] if n_infos else []
    return ", ".join(parts)


def _version() -> str:
    import nnspec

    return nnspec.__version__
