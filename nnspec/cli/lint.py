"""`nnspec lint SPEC ...`: list what is provably wrong, and what would train but work worse than it could."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from nnspec.cli.checking import (
    compile_named,
    declare_checking,
    read_card_argument,
    without_network,
    write_findings,
    write_unchecked,
)
from nnspec.cli.spec_files import find_files
from nnspec.cli.units import count
from nnspec.diagnostics.collection import Diagnostics
from nnspec.diagnostics.diagnostic import Severity
from nnspec.errors import UsageError
from nnspec.linting.patterns import read_patterns
from nnspec.linting.settings import Settings
from nnspec.linting.settings_file import SEVERITIES, settings_of
from nnspec.pipeline import Compiled, lint_findings
from nnspec.records import record, replace
from nnspec.tables.card import Card

if TYPE_CHECKING:
    from nnspec.fixing import Fixed


def declare(parser: ArgumentParser) -> None:
    """Declare the arguments of `nnspec lint`."""
    declare_checking(parser)
    codes = "codes between commas, such as `NN203`, `NN3` for all that begin so, or `ALL`"
    parser.add_argument("--select", metavar="CODES", help=f"ask these rules and no others: {codes}")
    parser.add_argument("--ignore", default="", metavar="CODES", help="do not ask these rules")
    parser.add_argument("--fail-on", choices=SEVERITIES, help="leave with 1 from this severity on; default: error")
    repairs = parser.add_mutually_exclusive_group()
    repairs.add_argument("--fix", action="store_true", help="make the repairs that are safe")
    about = "write nothing; print the repairs that are safe; leave with 1 where there are any, or errors"
    repairs.add_argument("--diff", action="store_true", help=about)


def command(
    specs: tuple[str, ...],
    form: str,
    card: str | None,
    sets: tuple[str, ...],
    allow: tuple[str, ...],
    watch: bool,
    verbose: bool,
    select: str | None,
    ignore: str,
    fail_on: Severity | None,
    fix: bool,
    diff: bool,
) -> int:
    """Check specs for everything that `nnspec validate` reports, and ask the rules for what is unwise.

    `# nnspec: ignore[NN203]` in a spec, at the end of the line or in the line above, silences a rule there, and
    `# nnspec: ignore-file[NN203]` in the first lines of the file everywhere in it. A project's settings stand in
    `[tool.nnspec.lint]` of pyproject.toml or in `[lint]` of nnspec.toml: select, extend-select, ignore, fail-on,
    severity, per-file-ignores. `nnspec explain NN203` prints a rule's page.
    """
    wishes = _Wishes(None if select is None else read_patterns(select), read_patterns(ignore), fail_on)

    if (fix or diff) and watch:
        raise UsageError("`--watch` only looks; it does not go with `--fix` and `--diff`")
    if diff and (form != "text" or fail_on is not None or verbose):
        raise UsageError("`--diff` prints repairs alone; it does not go with `--format`, `--fail-on` and `--verbose`")

    def check() -> tuple[int, list[Compiled]]:
        linting = _Linting(wishes, sets, allow, read_card_argument(card))
        if diff:
            return _print_repairs(linting, specs), []
        linted = [linting.fix(name) if fix else linting.lint(name) for name in find_files(specs)]
        diagnostics = Diagnostics.collect(finding for item in linted for finding in item.findings)
        write_findings(form, [item.compiled for item in linted], diagnostics)
        if verbose:
            write_unchecked(item.compiled for item in linted)
        return max(item.code for item in linted), [item.compiled for item in linted]

    if not watch:
        return check()[0]
    from nnspec.cli.watching import keep_checking

    return keep_checking(check, names=specs, card=card)


@record
class _Wishes:
    """What the command line says of rules: what to ask, what not to, and when to fail."""

    select: tuple[str, ...] | None
    ignore: tuple[str, ...]
    fail_on: Severity | None

    def settings(self, folder: Path) -> Settings:
        """Give the settings of a folder's project, with what the command line says instead or too."""
        settings = settings_of(folder)
        if self.select is not None:
            settings = replace(settings, select=self.select, extend_select=())
        return replace(settings, ignore=(*settings.ignore, *self.ignore), fail_on=self.fail_on or settings.fail_on)


@record
class _Linted:
    """A spec, all its findings, and the exit code that they call for."""

    compiled: Compiled
    findings: Diagnostics
    code: int


@record
class _Linting:
    """How specs are linted."""

    wishes: _Wishes
    sets: tuple[str, ...]
    allow: tuple[str, ...]
    card: Card | None

    def lint(self, name: str) -> _Linted:
        """Check a spec."""
        settings = self._settings(name)
        return _judge(self._compile(name, settings), settings)

    def fix(self, name: str) -> _Linted:
        """Repair a spec in its file, and check what it is then."""
        from nnspec.cli.rewriting import write_content

        before, fixed = self.repair(name)
        if fixed.content != before:
            write_content(Path(name), fixed.content)
            print(f"{name}: {count(fixed.n_repairs, 'repair')}", file=sys.stderr)
        return _judge(fixed.compiled, self._settings(name))

    def repair(self, name: str) -> tuple[bytes, Fixed]:
        """Give a spec's text before and after all safe repairs.

        Raises:
            UsageError: standard input, and changes by `--set`, have no file.
        """
        from nnspec.cli.rewriting import read_content
        from nnspec.fixing import fix_content

        if name == "-" or self.sets:
            raise UsageError("`--fix` and `--diff` need files, and do not go with `--set`")
        content = read_content(Path(name))
        settings = self._settings(name)
        fixed = fix_content(content, lambda changed: self._compile(name, settings, changed))
        if fixed.was_refused:
            print(f"{name}: left as it is, because a repair would make it worse", file=sys.stderr)
        return content, fixed

    def _settings(self, name: str) -> Settings:
        return self.wishes.settings(Path(name).parent)

    def _compile(self, name: str, settings: Settings, content: bytes | None = None) -> Compiled:
        return compile_named(name, sets=self.sets, allow=self.allow, card=self.card, settings=settings, content=content)


def _judge(compiled: Compiled, settings: Settings) -> _Linted:
    findings = lint_findings(compiled)
    fails = SEVERITIES[: SEVERITIES.index(settings.fail_on) + 1]
    return _Linted(
        without_network(compiled), findings, 1 if any(finding.severity in fails for finding in findings) else 0
    )


def _print_repairs(linting: _Linting, specs: tuple[str, ...]) -> int:
    """Print what `--fix` would change, and the errors that it would leave; 1 where there are any of the two."""
    from nnspec.cli.findings import show_findings
    from nnspec.cli.rewriting import write_difference

    is_in_order = True
    for name in find_files(specs):
        before, fixed = linting.repair(name)
        print(write_difference(before, fixed.content, name, label="repaired"), end="")
        errors = Diagnostics(lint_findings(fixed.compiled).errors)
        if errors:
            show_findings(errors, sources=fixed.compiled.texts)
        is_in_order &= before == fixed.content and not errors
    return 0 if is_in_order else 1
