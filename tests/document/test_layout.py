"""How the tree of a text is written again: one layout, comments in their places, texts and numbers as they are."""

from __future__ import annotations

import pytest

from nnspec.document.document import parse_document
from nnspec.document.dump import dump_document
from nnspec.document.json_tree import read_json_tree, write_json
from nnspec.document.layout import write_yaml
from nnspec.document.tree import comments_of
from nnspec.document.yaml_tree import read_yaml_tree

LAYOUTS = {
    "indentation becomes two": ("a:\n      b: 1\n      c: 2\n", "a:\n  b: 1\n  c: 2\n"),
    "items stand below their key": ("a:\n- b: 1\n- c\n", "a:\n  - b: 1\n  - c\n"),
    "sections stay blocks": ("a:\n  b: {c: 1}\n", "a:\n  b: {c: 1}\n"),
    "small sections in brackets stay": ("a: {b: 1}\n", "a: {b: 1}\n"),
    "what is deep goes into one line": ("a:\n  b:\n    c:\n      d: 1\n", "a:\n  b:\n    c: {d: 1}\n"),
    "a list of mappings is a block": ("a: [{b: 1}, c]\n", "a:\n  - b: 1\n  - c\n"),
    "a section of five keys is a block": (
        "a: {b: 1, c: 2, d: 3, e: 4, f: 5}\n",
        "a:\n  b: 1\n  c: 2\n  d: 3\n  e: 4\n  f: 5\n",
    ),
    "numbers stay as written": ("a: [1e-3, .5, 0x10, +1, 1.50]\n", "a: [1e-3, .5, 0x10, +1, 1.50]\n"),
    "words become plain": ("a: [True, ~, .NAN, .INF]\n", "a: [true, null, .nan, .inf]\n"),
    "needless quotes go": ("a: ['b', \"c d\", '1', 'x, y']\n", 'a: [b, c d, "1", "x, y"]\n'),
    "plain text stays plain": ("a: what? is, this\n", "a: what? is, this\n"),
    "plain text is quoted where brackets ask for it": (
        "a:\n  b:\n    c:\n      d: is, it?\n",
        'a:\n  b:\n    c: {d: "is, it?"}\n',
    ),
    "an empty value stays empty": ("a: {b: , c: 3}\nd:\n", "a: {b: , c: 3}\nd:\n"),
    "literal text stays as it is": ("a: |\n     b\n      c\n\n     d\n", "a: |\n  b\n   c\n\n  d\n"),
    "folded text stays as it is": ("a: >-\n    b\n    c\n", "a: >-\n  b\n  c\n"),
    "blank lines that a text keeps stay": ("a: |+\n    b\n\n\nc: 1\n", "a: |+\n  b\n\n\nc: 1\n"),
    "a digit in a head becomes the step": ("a: |4\n      b\n    c\n", "a: |2\n    b\n  c\n"),
    "text of several lines keeps them": ("a: b\n     c\n\n     d\n", "a: b\n  c\n\n  d\n"),
    "quoted text of several lines keeps them": ('a: "b\n     c"\n', 'a: "b\n  c"\n'),
    "anchors and aliases stay": ("a: &x {b: 1}\nc: *x\nd: &y 1\n", "a: &x {b: 1}\nc: *x\nd: &y 1\n"),
    "tags stay": ("a: !!str 1\nb: !!float 2\n", "a: !!str 1\nb: !!float 2\n"),
    "one blank line of several stays": ("a: 1\n\n\n\nb: 1\n", "a: 1\n\nb: 1\n"),
    "blank lines below a key go": ("a:\n\n  b: 1\n", "a:\n  b: 1\n"),
    "blank lines at the end go": ("a: 1\n\n\n", "a: 1\n"),
    "marks of the document go": ("%YAML 1.2\n---\na: 1\n...\n", "a: 1\n"),
}
COMMENTS = {
    "above a key": ("# c\na: 1\n", "# c\na: 1\n"),
    "at a line's end": ("a: 1 # c\n", "a: 1  # c\n"),
    "in its column": ("a: 1       # c\nbc: 2      # d\n", "a: 1       # c\nbc: 2      # d\n"),
    "at a key above a block": ("a: # c\n  b: 1\n", "a:  # c\n  b: 1\n"),
    "between items": ("a:\n- b\n# c\n- d\n", "a:\n  - b\n  # c\n  - d\n"),
    "below the last entry, indented": ("a:\n  b: 1\n  # c\n\n# d\ne: 1\n", "a:\n  b: 1\n  # c\n\n# d\ne: 1\n"),
    "at the end of the file": ("a: 1\n\n# c\n# d\n", "a: 1\n\n# c\n# d\n"),
    "inside brackets, which open": ("a: {b: 1, # c\n  d: 2}\n", "a:\n  b: 1    # c\n  d: 2\n"),
    "after brackets": ("a: {b: 1} # c\n", "a: {b: 1}  # c\n"),
    "in empty brackets": ("a: [ # c\n  ]\n", "a: []  # c\n"),
    "after an item's dash": ("a:\n- # c\n  b: 1\n", "a:\n  # c\n  - b: 1\n"),
    "in the head of a text": ("a: | # c\n  b\n", "a: |  # c\n  b\n"),
    "after an anchor": ("a: &x # c\n  b: 1\n", "a: &x  # c\n  b: 1\n"),
    "with tabs": ("a: 1\t#\tc\td\t\n", "a: 1  #\tc\td\n"),
    "beside the mark of the document": ("--- # c\na: 1\n", "# c\na: 1\n"),
    "between a key and its value": ("a:\n  # c\n  1\n", "# c\na: 1\n"),
}


def rewritten(text: str) -> str:
    return write_yaml(read_yaml_tree(text))


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout(name):
    before, after = LAYOUTS[name]
    assert rewritten(before) == after
    assert rewritten(after) == after


@pytest.mark.parametrize("name", COMMENTS)
def test_comment_stays(name):
    before, after = COMMENTS[name]
    assert rewritten(before) == after
    assert rewritten(after) == after


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout_reads_back_equal(name):
    before, after = LAYOUTS[name]
    (first, _), (second, _) = (parse_document(text, file="<text>") for text in (before, after))
    assert (first is None) == (second is None)
    assert first is None or repr(first.data) == repr(second.data)


def test_dumped_document_is_in_the_layout():
    text = dump_document({"a": {"b": [1, 2]}, "hidden": [{"Dense": {"units": 3}}, "Flatten"], "d": "x\ny\n"})
    assert rewritten(text) == text


def test_comments_are_listed_from_top_to_bottom():
    tree = read_yaml_tree("# 1\na: # 2\n  # 3\n  b: 1 # 4\n  # 5\n# 6\n")
    assert list(comments_of(tree)) == [f"# {i}" for i in range(1, 7)]


def test_json_sections_stay_blocks_and_small_ones_stay_lines():
    text = '{\n  "a": {\n    "b": 1e-3\n  },\n  "c": {"d": [1, 2]},\n  "e": [\n    {"f": "é"}\n  ]\n}\n'
    document, _ = parse_document(text, file="<text>", syntax="json")
    assert write_json(read_json_tree(document)) == text
