"""An error of PyYAML -> one finding in our own words, at the place where the mistake was made."""

from __future__ import annotations

import re
from collections.abc import Callable

from yaml import MarkedYAMLError

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.document.limits import MAX_DEPTH
from nnspec.document.source import Source, shorten
from nnspec.records import record

_KEY = re.compile(r"\s*(?:- )*(?:[\w.$-]+|\"[^\"]*\"|'[^']*')\s*:(?:\s|\Z)")
_KEY_WITHOUT_BLANK = re.compile(r"\s*(?:- )*([\w.-]+):[^\s/]")
_NAME_BEFORE_BRACE = re.compile(r"\s*(?:- )?(\w+) [{\[]")
_CODE_POINT = re.compile(r"\\[xuU][0-9A-Fa-f]*")
_BLANKS = re.compile(r"[ \t]*")
_WORD = re.compile(r"[^\s,\[\]{}:]+|\S")
_PATTERN = re.compile(r"[^\s,\[\]{}]+")


@record
class _Problem:
    """What PyYAML says; `offset` is where it noticed.

    `opened` is where the construct that it was reading begins, `last` where the last complete node does.
    """

    source: Source
    text: str
    context: str
    offset: int
    opened: int
    last: int

    @property
    def character(self) -> str:
        return self.source.text[self.offset : self.offset + 1]

    @property
    def before(self) -> str:
        """What stands in the line before the offset."""
        return self.source.text[self.source.text.rfind("\n", 0, self.offset) + 1 : self.offset]

    @property
    def word(self) -> str:
        match = _WORD.match(self.source.text, self.offset)
        return match[0] if match else ""

    def finding(
        self,
        message: str,
        *,
        start: int,
        end: int | None = None,
        hint: str | None = None,
        code: str = "NN001",
    ) -> Diagnostic:
        return self.source.finding(code, message, start=start, end=end, hint=hint)


def explain_problem(source: Source, error: MarkedYAMLError, *, last: int) -> Diagnostic:
    """Say in one sentence what is wrong with a text that is not well-formed.

    Args:
        source: the text.
        error: what PyYAML raised.
        last: the offset of the last node that was complete.

    Returns:
        A finding NN001, NN003 (a tab), NN005 (a tag) or NN009 (too deep).
    """
    mark, context_mark = error.problem_mark, error.context_mark
    offset = mark.index if mark is not None else 0
    problem = _Problem(
        source=source,
        text=error.problem or "",
        context=error.context or "",
        offset=offset,
        opened=context_mark.index if context_mark is not None else offset,
        last=last,
    )
    for words, explain in _EXPLANATIONS:
        if words in problem.text or words in problem.context:
            return explain(problem)
    return problem.finding(f"not well-formed: {problem.text}", start=offset)


def _explain_tab(problem: _Problem) -> Diagnostic:
    tab = problem.source.text.find("\t", problem.source.text.rfind("\n", 0, problem.offset) + 1)
    blanks = _BLANKS.match(problem.source.text, tab)
    end = blanks.end() if blanks else tab + 1
    return problem.finding("a tab is used for indentation", start=tab, end=end, hint="indent with spaces", code="NN003")


def _explain_start(problem: _Problem) -> Diagnostic:
    if problem.character == "\t":
        return _explain_tab(problem)
    shown = "a backtick" if problem.character == "`" else f"`{problem.character}`"
    message = f"text cannot start with {shown}"
    return problem.finding(message, start=problem.offset, hint="put the text in quotes")


def _explain_alias(problem: _Problem) -> Diagnostic:
    sign = problem.source.text[problem.opened]
    match = _PATTERN.match(problem.source.text, problem.opened)
    written = match[0] if match else sign
    kind = "an alias" if sign == "*" else "an anchor"
    hint = f'quote patterns that start with `{sign}`: `"{written}"`'
    end = problem.opened + len(written)
    return problem.finding(f"`{sign}` starts {kind}, and no name follows", start=problem.opened, end=end, hint=hint)


def _explain_colon(problem: _Problem) -> Diagnostic:
    before, offset = problem.before, problem.offset
    if _KEY.match(before):
        hint = "put text that holds `: ` in quotes, or start the inner mapping in a line of its own"
        return problem.finding("a second `: ` in one line", start=offset, hint=hint)
    bare = _NAME_BEFORE_BRACE.match(before)
    if bare:
        return _lacks_colon(problem, start=offset - len(before) + bare.start(1), written=bare[1])
    previous = _KEY_WITHOUT_BLANK.match(_previous_line(problem))
    if previous:
        colon = _previous_start(problem) + previous.end(1)
        return problem.finding("a space is missing after the colon", start=colon, hint="write `key: value`")
    key = before.strip()
    start = offset - len(before.lstrip())
    if len(key) > 1000:
        return problem.finding("a key is longer than 1,000 characters", start=start)
    above = _previous_line(problem)
    if above.strip() and _indentation(above) == _indentation(before):
        start = _previous_start(problem) + _indentation(above)
        return _lacks_colon(problem, start=start, written=above.strip())
    message = f"`{key}` is indented under a line that already has a value"
    return problem.finding(message, start=start, end=offset, hint="align it with the keys beside it")


def _explain_tight_colon(problem: _Problem) -> Diagnostic:
    hint = "write `key: value`, or put text that ends in `:` in quotes"
    return problem.finding("no space follows the colon", start=problem.offset, hint=hint)


def _explain_dash(problem: _Problem) -> Diagnostic:
    hint = "start the list in a line of its own, or write it in brackets"
    return problem.finding("a list item cannot start here", start=problem.offset, hint=hint)


def _explain_depth(problem: _Problem) -> Diagnostic:
    """Refuse what PyYAML, from 6.0.4 on, stops reading at a depth of its own before it hands out the first bracket."""
    return problem.finding(f"nested more than {MAX_DEPTH} levels deep", start=problem.offset, code="NN009")


def _explain_question_mark(problem: _Problem) -> Diagnostic:
    return problem.finding("text cannot start with `? `", start=problem.offset, hint="put the text in quotes")


def _explain_missing_colon(problem: _Problem) -> Diagnostic:
    line = problem.source.line_of(problem.opened)
    column = problem.source.span(problem.opened, problem.opened).column
    return _lacks_colon(problem, start=problem.opened, written=line[column - 1 :].rstrip())


def _explain_bracket(problem: _Problem) -> Diagnostic:
    source, opened = problem.source, problem.opened
    bracket = source.text[opened]
    line_is_key = _KEY.match(source.line_of(problem.offset)) is not None
    at_end = not source.text[problem.offset :].strip()
    if at_end or (line_is_key and source.line_number(problem.offset) > source.line_number(opened)):
        return problem.finding(f"`{bracket}` is never closed", start=opened)
    closing = "]" if bracket == "[" else "}"
    line, column = source.line_number(opened), source.span(opened, opened).column
    word = problem.word
    return problem.finding(
        f"expected `,` or `{closing}`, received `{shorten(word)}`",
        start=problem.offset,
        end=problem.offset + len(word),
        hint=f"the `{bracket}` stands in line {line}, column {column}",
    )


def _explain_missing_content(problem: _Problem) -> Diagnostic:
    word = problem.word
    if not word:
        return problem.finding("a bracket is never closed", start=problem.opened)
    hint = "put the text in quotes" if word in "]},[{" else None
    return problem.finding(f"expected a value, received `{word}`", start=problem.offset, hint=hint)


def _explain_missing_key(problem: _Problem) -> Diagnostic:
    if problem.before.strip():
        return _explain_surplus(problem)
    if problem.character == "-":
        message, hint = (
            "a list item stands where a key is expected",
            "indent it under the key that holds the list",
        )
    else:
        message, hint = "the indentation fits no line above", "align it with the lines that it belongs to"
    return problem.finding(message, start=problem.offset, end=problem.offset + len(problem.word), hint=hint)


def _explain_surplus(problem: _Problem) -> Diagnostic:
    source, word = problem.source, problem.word
    quote = source.text[problem.last : problem.last + 1]
    if quote in ("'", '"') and source.line_number(problem.last) < source.line_number(problem.offset):
        return problem.finding(f"the quote `{quote}` is not closed in its line", start=problem.last)
    message = f"`{shorten(word)}` follows a value that is complete"
    hint = "remove it" if word in "]}" else "put the whole text in quotes"
    return problem.finding(message, start=problem.offset, end=problem.offset + len(word), hint=hint)


def _explain_missing_dash(problem: _Problem) -> Diagnostic:
    message, hint = (
        "a list goes on with something else than `- `",
        "start the item with `- `, or align it with its key",
    )
    return problem.finding(message, start=problem.offset, end=problem.offset + len(problem.word), hint=hint)


def _explain_open_quote(problem: _Problem) -> Diagnostic:
    quote = problem.source.text[problem.opened]
    return problem.finding(f"the quote `{quote}` is never closed", start=problem.opened)


def _explain_escape(problem: _Problem) -> Diagnostic:
    offset = problem.source.text.rfind("\\", problem.opened, problem.offset + 1)
    offset = problem.offset if offset < 0 else offset
    code_point = _CODE_POINT.match(problem.source.text, offset)
    if code_point:
        message = f"`{code_point[0]}` is not the code of a character"
        return problem.finding(message, start=offset, end=code_point.end(), hint="write the character itself")
    shown = problem.source.text[offset : offset + 2]
    hint = "in double quotes a backslash is written `\\\\`; single quotes take it as it is"
    return problem.finding(f"`{shown}` is not an escape", start=offset, end=offset + 2, hint=hint)


def _explain_tag(problem: _Problem) -> Diagnostic:
    start = problem.opened
    match = _PATTERN.match(problem.source.text, start)
    written = match[0] if match else "!"
    hint = "put text that starts with `!` in quotes"
    return problem.finding(f"unknown tag `{written}`", start=start, end=start + len(written), hint=hint, code="NN005")


def _explain_second_root(problem: _Problem) -> Diagnostic:
    word = problem.word
    message = f"`{shorten(word)}` stands after the end of the document"
    return problem.finding(message, start=problem.offset, end=problem.offset + len(word))


def _explain_directive(problem: _Problem) -> Diagnostic:
    hint = "put text that starts with `%` in quotes"
    return problem.finding("`%` starts a directive", start=problem.opened, hint=hint)


def _explain_block_header(problem: _Problem) -> Diagnostic:
    hint = "put the text in quotes, or begin it in the next line"
    return problem.finding("`|` and `>` stand alone in their line", start=problem.opened, hint=hint)


_EXPLANATIONS: tuple[tuple[str, Callable[[_Problem], Diagnostic]], ...] = (
    ("maximum nesting depth", _explain_depth),
    ("found a tab character", _explain_tab),
    ("cannot start any token", _explain_start),
    ("while scanning an alias", _explain_alias),
    ("while scanning an anchor", _explain_alias),
    ("mapping values are not allowed", _explain_colon),
    ("found unexpected ':'", _explain_tight_colon),
    ("sequence entries are not allowed", _explain_dash),
    ("mapping keys are not allowed", _explain_question_mark),
    ("while scanning a simple key", _explain_missing_colon),
    ("unexpected end of stream", _explain_open_quote),
    ("unexpected document", _explain_open_quote),
    ("quoted scalar", _explain_escape),
    ("double-quoted", _explain_escape),
    ("scanning a tag", _explain_tag),
    ("parsing a tag", _explain_tag),
    ("undefined tag handle", _explain_tag),
    ("%", _explain_directive),
    ("directive", _explain_directive),
    ("YAML document", _explain_directive),
    ("while scanning a block scalar", _explain_block_header),
    ("while parsing a flow sequence", _explain_bracket),
    ("while parsing a flow mapping", _explain_bracket),
    ("node content", _explain_missing_content),
    ("while parsing a block mapping", _explain_missing_key),
    ("while parsing a block collection", _explain_missing_dash),
    ("document start", _explain_second_root),
)


def _lacks_colon(problem: _Problem, *, start: int, written: str) -> Diagnostic:
    hint = "put a space after the colon" if ":" in written else "write `key: value`"
    return problem.finding(f"`{shorten(written)}` has no `: `", start=start, end=start + len(written), hint=hint)


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _previous_start(problem: _Problem) -> int:
    line_start = problem.source.text.rfind("\n", 0, problem.offset) + 1
    return problem.source.text.rfind("\n", 0, max(0, line_start - 1)) + 1


def _previous_line(problem: _Problem) -> str:
    return "" if problem.offset == len(problem.before) else problem.source.line_of(_previous_start(problem))
