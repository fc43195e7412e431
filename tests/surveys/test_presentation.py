"""A random order that one person meets twice."""

from dataclasses import replace

from surveys.definitions import ItemDefinition, OptionDefinition
from surveys.presentation import shuffled

LETTERS = tuple(OptionDefinition(value, value.upper()) for value in "abcdefgh")
ITEM = ItemDefinition("Q", "single", "Что?", options=(*LETTERS, OptionDefinition("other", "Другое", other=True)))


def test_options_keep_their_order_unless_the_author_asks():
    assert shuffled(ITEM, "one") is ITEM


def test_the_same_person_sees_the_same_order_and_other_stays_last():
    item = replace(ITEM, shuffle=True)
    orders = {shuffled(item, str(seed)).options for seed in range(20)}
    assert len(orders) > 10
    assert shuffled(item, "one") == shuffled(item, "one")
    for order in orders:
        assert set(order) == set(item.options)
        assert order[-1].other


def test_marks_of_a_scale_stay_in_order():
    scale = replace(ITEM, type="scale", shuffle=True)
    assert shuffled(scale, "one").options == ITEM.options
