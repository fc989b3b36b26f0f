"""Entries as they are written -> entries without blocks and with every round of each `repeat`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnspec.diagnostics.diagnostic import Path
from nnspec.document.source import shorten
from nnspec.records import record
from nnspec.spec.expansion.binding import bind_arguments
from nnspec.spec.expansion.blocks import Block, report_recursion
from nnspec.spec.expansion.filling import Filling
from nnspec.spec.expansion.ledger import describe_place
from nnspec.spec.expansion.part import Part
from nnspec.spec.expansion.rounds import is_repeat, make_round, read_counter, read_times
from nnspec.spec.expansion.template import has_reference
from nnspec.spec.expansion.words import LAYERS_OF, OWN, layer_arguments, read_word


@record(eq=False)
class Layers:
    """Expands lists of entries.

    Args:
        filling: of the document that is made.
        blocks: by name.
    """

    filling: Filling
    blocks: Mapping[str, Block]

    def expand_list(self, part: Part, at: Path) -> Any:
        """Expand a list of entries.

        Args:
            part: what was written.
            at: its place in the result.
        """
        return self.filling.fill_items(part, at, self.expand_entry)

    def expand_entry(self, part: Part, at: Path) -> Any:
        """Expand one entry."""
        part = self.filling.resolve(part, at)
        self.filling.ledger.count_layer(part)
        self.filling.ledger.check_depth(part, at)
        word, content = read_word(part)
        if word is not None and word in self.blocks:
            return {"repeat": self._expand_use(self.blocks[word], content.key(), (*at, "repeat"))}
        if word is None or not isinstance(part.data, dict):
            return self.filling.fill(part, at)
        self.filling.ledger.count_node(part, at)
        return {word: self._expand_content(word, content, (*at, word))}

    def _expand_content(self, word: str, part: Part, at: Path) -> Any:
        part = self.filling.resolve(part, at)
        self._check_name(part)
        if word == "repeat" and is_repeat(part):
            return self._expand_repeat(part, at)
        if word == "model":
            part = part._replace(repeated=None)
        if word in LAYERS_OF and isinstance(part.data, list):
            return self.expand_list(part, at)
        if word in LAYERS_OF:
            return self.filling.fill_keys(part, at, {LAYERS_OF[word]: self.expand_list})
        if word == "parallel":
            return self.filling.fill_keys(part, at, {"branches": self._expand_branches})
        special = dict.fromkeys(layer_arguments(word), self._expand_one_or_list)
        return self.filling.fill_keys(part, at, special)

    def _expand_branches(self, part: Part, at: Path) -> Any:
        return self.filling.fill_items(part, at, self.expand_list)

    def _expand_one_or_list(self, part: Part, at: Path) -> Any:
        part = self.filling.resolve(part, at)
        return self.expand_list(part, at) if isinstance(part.data, list) else self.expand_entry(part, at)

    def _expand_repeat(self, part: Part, at: Path) -> dict[str, Any]:
        times, counter = read_times(part, self.filling, (*at, "times")), read_counter(part, self.filling.ledger)
        layers = self.filling.resolve(part.child("layers"), (*at, "layers"))
        if not isinstance(layers.data, list):
            return {"times": 1, "layers": layers.data, **self._own(part, at)}
        length = len(layers.data)
        self.filling.ledger.require_layers(part.key(), times * max(1, length))
        made: list[Any] = []
        for n in range(times):
            made += self._expand_moved(make_round(layers, part, n, times, counter), (*at, "layers"), first=n * length)
        return {"times": 1, "layers": made, **self._own(part, at)}

    def _expand_use(self, block: Block, use: Part, at: Path) -> dict[str, Any]:
        """Expand the use of a block to what an expanded `repeat` holds."""
        self.filling.move(use, at)
        resolved = self.filling.resolve(use, at)
        # One value alone is an argument, and is filled in as such.
        use = resolved if isinstance(resolved.data, dict) else use
        self._check_name(use)
        if block.name in use.active:
            report_recursion(use, (*use.active[use.active.index(block.name) :], block.name), self.filling.ledger)
            return {"times": 1, "layers": []}
        via = (*use.via, f"block `{block.name}`, {describe_place(use.document, use.path)}")
        body = block.layers._replace(via=via, active=(*use.active, block.name))
        body = body._replace(scope=bind_arguments(block, use, body, self.filling.ledger))
        layers = self.filling.resolve(body, (*at, "layers"))
        made = self._expand_moved(layers, (*at, "layers"), first=0) if isinstance(layers.data, list) else layers.data
        return {"times": 1, "layers": made, **self._own(use, at)}

    def _expand_moved(self, layers: Part, at: Path, *, first: int) -> list[Any]:
        """Expand entries whose place in the result is counted from another number than where they were written."""
        made = []
        for i in range(len(layers.data)):
            entry, place = layers.child(i), (*at, first + i)
            self.filling.move(entry, place)
            made.append(self.expand_entry(entry, place))
        return made

    def _own(self, part: Part, at: Path) -> dict[str, Any]:
        """Fill what every entry takes."""
        data = part.data if isinstance(part.data, dict) else {}
        return {key: self.filling.fill(part.child(key), (*at, key)) for key in OWN if key in data}

    def _check_name(self, part: Part) -> None:
        """Report NN047 for a name that several layers would have."""
        name = part.data.get("name") if part.repeated and isinstance(part.data, dict) else None
        if not isinstance(name, str) or (part.scope is not None and has_reference(name)):
            return
        if part.repeated == "block":
            message, hint = "every use of the block", "take a part of it from an argument, as in `name: $(prefix)_conv`"
        else:
            message, hint = "every round of the `repeat`", f"write `{shorten(name)}_${part.repeated}`"
        message = f"{message} would have a layer `{shorten(name)}`"
        self.filling.ledger.report(part.child("name"), "NN047", message, received=name, hint=hint)
