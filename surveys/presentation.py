"""The order in which one person sees options and rows, where the author asked for a random one."""

import random
from dataclasses import replace

from surveys.definitions import ItemDefinition


def shuffled(item: ItemDefinition, seed: str) -> ItemDefinition:
    """The item with options and rows in an order of their own for each seed (the response's id).

    The same person sees the same order again; «Другое» stays last; marks and columns keep their order.
    Answers do not depend on it: they are read against the item itself.
    """
    if not item.shuffle:
        return item
    # Order on a page, not a secret.
    chance = random.Random(f"{seed}:{item.code}")  # noqa: S311
    rows = tuple(chance.sample(item.rows, len(item.rows)))
    if item.rows or item.type == "scale":
        return replace(item, rows=rows)
    plain = [option for option in item.options if not option.other]
    last = [option for option in item.options if option.other]
    return replace(item, options=(*chance.sample(plain, len(plain)), *last))
