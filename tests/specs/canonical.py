"""Which specs there are, which run each leaves, and which runs others begin from."""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
SPECS = sorted(path.name for path in (REPOSITORY / "specs").iterdir() if path.suffix in (".yaml", ".json"))

# Its files are 30 MB and training takes minutes: the tests build it from digits that look like them.
TRAINED = [name for name in SPECS if name != "fashion-mnist.yaml"]
# These take half a minute and more to the end: the tests train them for one epoch.
BEGUN = ("resnet.yaml", "transformer.yaml", "u-net.yaml")
FINISHED = [name for name in TRAINED if name not in BEGUN]
BASES = {"transfer.yaml": "transfer-base.yaml"}
RUN_FOLDERS = {"transfer-base.yaml": "digits-base"}
