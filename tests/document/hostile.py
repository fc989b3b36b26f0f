"""Inputs made to exhaust or to confuse a reader, each with the codes that it must be refused with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

MIB = 1024 * 1024
CAPS = frozenset({"NN008", "NN009", "NN010", "NN011"})


@dataclass(frozen=True, slots=True)
class Hostile:
    """One input.

    Args:
        build: gives the file's bytes.
        code: a code that must be among the findings; None where the input must load.
        syntax: how the file is read.
    """

    build: Callable[[], bytes]
    code: str | None
    syntax: Literal["yaml", "json"] = "yaml"


def _fill(unit: str, n_bytes: int = MIB, *, before: str = "", after: str = "") -> Callable[[], bytes]:
    def build() -> bytes:
        n_units = (n_bytes - len((before + after).encode())) // len(unit.encode())
        return (before + unit * n_units + after).encode()

    return build


def _text(text: str) -> Callable[[], bytes]:
    return lambda: text.encode()


def _raw(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def _laughs(n_levels: int, width: int) -> bytes:
    lines = ["a0: &a0 [lol]"]
    for level in range(1, n_levels):
        items = ", ".join([f"*a{level - 1}"] * width)
        lines.append(f"a{level}: &a{level} [{items}]")
    return "\n".join(lines).encode()


def _ladder(n_steps: int) -> bytes:
    """Nest by aliases only: each anchor holds the one above."""
    return "\n".join(["a0: &a0 [x]", *(f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, n_steps))]).encode()


def _stairs(n_levels: int) -> bytes:
    return "\n".join(f"{' ' * level}a:" for level in range(n_levels)).encode()


def _unique_keys(n_keys: int, *, template: str = "k{}: 1\n") -> bytes:
    return "".join(template.format(i) for i in range(n_keys)).encode()


def _wide_anchors(n_items: int, n_aliases: int) -> bytes:
    return ("a: &a [" + "1," * n_items + "]\nb: [" + "*a," * n_aliases + "]").encode()


HOSTILE: dict[str, Hostile] = {
    # the size of the file
    "size-spaces": Hostile(_fill(" ", MIB + 1), "NN008"),
    "size-keys": Hostile(_fill("a: b\n", 2 * MIB), "NN008"),
    "size-json": Hostile(_fill("[", 8 * MIB), "NN008", "json"),
    "size-not-utf8": Hostile(_raw(b"\xff" * (2 * MIB)), "NN008"),
    # depth
    "deep-flow-closed": Hostile(_text("[" * 60_000 + "]" * 60_000), "NN009"),
    "deep-flow-open": Hostile(_text("[" * 60_000), "NN009"),
    "deep-flow-full": Hostile(_fill("["), "NN009"),
    "deep-flow-lines": Hostile(_fill("[\n"), "NN009"),
    "deep-flow-mappings": Hostile(_fill("{a: "), "NN009"),
    "deep-flow-braces": Hostile(_fill("{"), "NN009"),
    "deep-flow-keys": Hostile(_fill("[? "), "NN009"),
    "deep-flow-anchors": Hostile(_fill("&a ["), "NN009"),
    "deep-flow-tags": Hostile(_fill("!!seq ["), "NN009"),
    "deep-dashes": Hostile(_text("- " * 60_000 + "a"), "NN009"),
    "deep-dashes-full": Hostile(_fill("- "), "NN009"),
    "deep-questions": Hostile(_fill("? "), "NN009"),
    "deep-question-dashes": Hostile(_fill("? - "), "NN009"),
    "deep-colons": Hostile(_fill(": "), "NN001"),
    "deep-stairs": Hostile(lambda: _stairs(1400), "NN009"),
    "deep-stairs-dashes": Hostile(lambda: "".join(" " * i + "-\n" for i in range(1400)).encode(), "NN009"),
    "deep-one-too-many": Hostile(_text("a: " + "[" * 64 + "]" * 64), "NN009"),
    "deep-ladder": Hostile(lambda: _ladder(70), "NN009"),
    "deep-json-open": Hostile(_fill("["), "NN009", "json"),
    "deep-json-closed": Hostile(_text("[" * 60_000 + "]" * 60_000), "NN009", "json"),
    "deep-json-mappings": Hostile(_fill('{"a":'), "NN009", "json"),
    # the number of nodes
    "many-duplicate-keys": Hostile(_fill("a: b\n"), "NN010"),
    "many-keys": Hostile(lambda: _unique_keys(70_000), "NN010"),
    "many-empty-values": Hostile(_fill("x:\n"), "NN010"),
    "many-items": Hostile(_fill("- b\n", before="a:\n"), "NN010"),
    "many-empty-items": Hostile(_fill("-\n", before="a:\n"), "NN010"),
    "many-flow-items": Hostile(_fill("a,", before="a: ["), "NN010"),
    "many-flow-pairs": Hostile(_fill("a: b,", before="a: ["), "NN010"),
    "many-flow-lists": Hostile(_fill("[],", before="a: ["), "NN010"),
    "many-flow-mappings": Hostile(_fill("{},", before="a: ["), "NN010"),
    "many-quoted": Hostile(_fill("'',", before="a: ["), "NN010"),
    "many-merge-keys": Hostile(_fill("<<: 1\n"), "NN010"),
    "many-number-keys": Hostile(_fill("1: 1\n"), "NN010"),
    "many-tagged": Hostile(_fill("!x 1,", before="a: ["), "NN010"),
    "many-json-items": Hostile(_fill("1,", before='{"a": ['), "NN010", "json"),
    "many-json-mappings": Hostile(_fill("{},", before='{"a": ['), "NN010", "json"),
    "many-json-strings": Hostile(_fill('"",', before='{"a": ['), "NN010", "json"),
    # aliases
    "alias-laughs": Hostile(lambda: _laughs(9, 9), "NN011"),
    "alias-laughs-long": Hostile(lambda: _laughs(60, 10), "NN011"),
    "alias-quadratic": Hostile(lambda: _wide_anchors(5_000, 5_000), "NN011"),
    "alias-scalars": Hostile(_fill("*a,", before="a: &a 1\nb: ["), "NN010"),
    "alias-scalars-few": Hostile(_text("a: &a 1\nb: [" + "*a," * 10_001 + "]"), "NN011"),
    "alias-recursive-list": Hostile(_text("a: &a [*a]"), "NN013"),
    "alias-recursive-top": Hostile(_text("&a\nb: *a"), "NN013"),
    "alias-recursive-key": Hostile(_text("a: &a {*a : 1}"), "NN013"),
    "alias-undefined": Hostile(_text("columns: [*_length]"), "NN013"),
    "alias-merge-bomb": Hostile(_text("a: &a {b: 1}\nc: {<<: *a, <<: *a}"), "NN007"),
    "alias-without-name": Hostile(_text("a: [*]"), "NN001"),
    "anchors-only": Hostile(_fill("&a "), "NN001"),
    # the text itself
    "empty": Hostile(_raw(b""), "NN012"),
    "newlines": Hostile(_fill("\n"), "NN012"),
    "comments": Hostile(_fill("#\n"), "NN012"),
    "one-comment": Hostile(_fill("#"), "NN012"),
    "tabs": Hostile(_fill("\t"), "NN003"),
    "scalar-huge": Hostile(_fill("a"), "NN012"),
    "scalar-words": Hostile(_fill("a "), "NN012"),
    "scalar-lines": Hostile(_fill("a\n"), "NN012"),
    "scalar-colons": Hostile(_fill(":"), "NN001"),
    "scalar-flow-lines": Hostile(_fill("a\n", before="["), "NN001"),
    "key-huge": Hostile(_text("k" * 2_000 + ": 1"), "NN001"),
    "tags-only": Hostile(_fill("!!"), "NN012"),
    "tags-repeated": Hostile(_fill("!!a "), "NN001"),
    "quotes-double": Hostile(_fill('"'), "NN001"),
    "quotes-single-odd": Hostile(_fill("'", MIB - 1), "NN001"),
    "quotes-unclosed": Hostile(_fill("\\u0041", before='a: "'), "NN001"),
    "quotes-lines": Hostile(_fill("a\n", before='a: "'), "NN001"),
    "commas": Hostile(_fill(",", before="["), "NN001"),
    "directives": Hostile(_fill("%"), "NN001"),
    "directive-tags": Hostile(_fill("%TAG !a! x\n"), "NN001"),
    "documents": Hostile(_fill("---\n"), "NN006"),
    "document-second": Hostile(_text("a: 1\n---\nb: 2\n"), "NN006"),
    "document-ends": Hostile(_fill("...\n"), "NN001"),
    "nul": Hostile(_raw(b"a: \x00"), "NN001"),
    "nul-only": Hostile(_fill("\x00"), "NN001"),
    "escape-sequence": Hostile(_raw(b"a: \x1b[2J"), "NN001"),
    "separators": Hostile(_fill("\u2028", before="a: "), "NN001"),
    "latin-1": Hostile(_raw("name: Müller".encode("latin-1")), "NN002"),
    "utf-16": Hostile(_raw("a: 1".encode("utf-16")), "NN002"),
    "utf-16-without-mark": Hostile(_raw("a: 1".encode("utf-16-le")), "NN002"),
    "utf-32": Hostile(_raw("a: 1".encode("utf-32")), "NN002"),
    "surrogate-bytes": Hostile(_raw(b"a: \xed\xa0\x80"), "NN002"),
    "overlong-bytes": Hostile(_raw(b"a: \xc0\xaf"), "NN002"),
    "truncated-character": Hostile(_raw("a: é".encode()[:-1]), "NN002"),
    "random-bytes": Hostile(_raw(bytes(range(256)) * 64), "NN002"),
    "zip": Hostile(_raw(b"PK\x03\x04" + b"\x00" * 64), "NN001"),
    "number-digits": Hostile(_fill("9", before="a: "), "NN015"),
    "number-hexadecimal": Hostile(_fill("f", before="a: 0x"), "NN015"),
    "number-octal": Hostile(_fill("7", before="a: 0o"), "NN015"),
    "number-exponent": Hostile(_text("a: 1e999999999"), "NN015"),
    "number-fraction": Hostile(_fill("9", before="a: ", after=".0"), "NN015"),
    "number-json": Hostile(_fill("9", before='{"a": ', after="}"), "NN015", "json"),
    "number-not-quite": Hostile(_fill("1", before="a: ", after="x y: z"), "NN001"),
    "key-number": Hostile(_text("1: a"), "NN014"),
    "key-collection": Hostile(_text("? [a]\n: b"), "NN014"),
    "tag-python": Hostile(_text("a: !!python/object/apply:os.system [ls]"), "NN005"),
    "tag-handle": Hostile(_text("a: !x!y z"), "NN005"),
    "json-empty": Hostile(_raw(b""), "NN012", "json"),
    "json-quote": Hostile(_fill("a", before='{"'), "NN001", "json"),
    "json-escapes": Hostile(_fill("\\", before='{"a": "'), "NN001", "json"),
    "json-comment-unclosed": Hostile(_fill("*", before="{/*"), "NN001", "json"),
    "json-comments": Hostile(_fill("//\n", before="{"), "NN001", "json"),
    "json-commas": Hostile(_fill(",", before="["), "NN001", "json"),
    "json-words": Hostile(_fill("a", before="["), "NN001", "json"),
    "json-blanks": Hostile(_fill(" "), "NN012", "json"),
    "json-signs": Hostile(_fill("-", before="["), "NN001", "json"),
    "json-single-quotes": Hostile(_fill("'", before="["), "NN010", "json"),
}

BELOW_CAPS: dict[str, Hostile] = {
    "keys": Hostile(lambda: _unique_keys(49_990), None),
    "items": Hostile(_text("a:\n" + "- b\n" * 99_990), None),
    "numbers": Hostile(_text("a: [" + "1.5e-3," * 99_990 + "]"), None),
    "mappings": Hostile(_text("a: [" + "{},\n" * 99_990 + "]"), None),
    "entries": Hostile(_text("a:\n" + "- Dense: {units: 32, activation: relu}\n" * 14_000), None),
    "depth": Hostile(_text("a: " + "[" * 63 + "]" * 63), None),
    "aliases": Hostile(_text("a: &a [" + "1," * 98 + "]\nb: [" + "*a," * 100 + "]"), None),
    "alias-depth": Hostile(lambda: _ladder(60), None),
    "scalar": Hostile(_fill("a", before="a: "), None),
    "quoted": Hostile(_fill("\\x41", before='a: "', after='"'), None),
    "block": Hostile(_fill(" x\n", before="a: |\n"), None),
    "folded": Hostile(_fill(" x\n", before="a: >\n"), None),
    "comment": Hostile(_fill("#\n", after="a: 1"), None),
    "digits": Hostile(_text("a: " + "9" * 4300), None),
    "json-items": Hostile(_text('{"a": [' + "1," * 99_990 + "1]}"), None, "json"),
    "json-mappings": Hostile(_text('{"a": [' + "{}," * 99_990 + "1]}"), None, "json"),
    "json-keys": Hostile(lambda: b"{" + _unique_keys(49_990, template='"k{}": 1,\n') + b'"z": 1}', None, "json"),
    "json-string": Hostile(_fill("\\u0041", before='{"a": "', after='"}'), None, "json"),
}
