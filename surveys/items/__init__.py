"""Item types: one class in one file, all of them in one dict."""

from surveys.definitions import ItemDefinition
from surveys.items.base import (
    ANSWERED,
    NA,
    PRESENT,
    Answers,
    Cell,
    Column,
    Fields,
    ItemType,
    Parsed,
    Value,
)
from surveys.items.choice import MultipleChoice, SingleChoice
from surveys.items.date import Date
from surveys.items.file import File
from surveys.items.matrix import Matrix
from surveys.items.number import Number
from surveys.items.ranking import Ranking
from surveys.items.scale import Recommend, Scale, Scale10
from surveys.items.section import Note, Section
from surveys.items.text import Text
from surveys.items.yesno import YesNo

ITEM_TYPES: dict[str, ItemType] = {
    item_type.kind: item_type
    for item_type in (
        SingleChoice(),
        MultipleChoice(),
        YesNo(),
        Scale10(),
        Scale(),
        Recommend(),
        Text(),
        Number(),
        Date(),
        Matrix(),
        Ranking(),
        File(),
        Section(),
        Note(),
    )
}


def type_of(item: ItemDefinition) -> ItemType:
    """The type of an item that passed `check_definition`."""
    return ITEM_TYPES[item.type]


__all__ = [
    "ANSWERED",
    "ITEM_TYPES",
    "NA",
    "PRESENT",
    "Answers",
    "Cell",
    "Column",
    "Fields",
    "ItemType",
    "Parsed",
    "Value",
    "type_of",
]
