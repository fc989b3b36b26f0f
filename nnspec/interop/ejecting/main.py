"""A spec -> the function `main` of its script: every step, in order."""

from __future__ import annotations

from nnspec.interop.ejecting.augmenting import augmented_inputs
from nnspec.interop.ejecting.script import Function
from nnspec.spec.spec import Spec


def write_main(spec: Spec, *, parts: tuple[str, ...]) -> Function:
    """Write `main`.

    Args:
        spec: to eject.
        parts: that the data have: `train` and perhaps `validation` and `test`.
    """
    validation = 'examples["validation"]' if "validation" in parts else "None"
    more = ", train" if augmented_inputs(spec) else ""
    body = (
        "    keras.utils.set_random_seed(SEED)",
        "    parts = read_parts()",
        '    train = parts["train"]',
        "    encoder = build_encoder(train)",
        "    trunk = build_trunk(encoder, train)",
        "    trunk.summary()",
        "    examples = {part: make_examples(encoder, rows, train) for part, rows in parts.items()}",
        f'    train_network(trunk, examples["train"], {validation}{more})',
        "    for part, rows in parts.items():",
        "        print(part, judge(trunk, examples[part], rows, train))",
        '    build_model(encoder, trunk, train).save(HERE / "model.keras")',
        "    print(f\"wrote {HERE / 'model.keras'}\")",
    )
    return Function(head="main()", about="Read, build, train, judge and save.", body=body)
