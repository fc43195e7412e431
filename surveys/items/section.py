"""Parts of a questionnaire that ask nothing: a heading over what follows, a text between questions."""

from portal.core.i18n import _
from surveys.definitions import ItemDefinition
from surveys.items.base import (
    Answers,
    Cell,
    Column,
    Fields,
    ItemType,
    Parsed,
    RefusedValueError,
    Value,
)


class Silent(ItemType):
    """Shown and never answered."""

    is_question = False

    def answer_codes(self, item: ItemDefinition) -> tuple[str, ...]:
        return ()

    def parse(self, item: ItemDefinition, fields: Fields) -> Parsed:
        return Parsed()

    def read_value(self, item: ItemDefinition, text: str) -> Value:
        raise RefusedValueError(_("Здесь нет вопроса"))

    def problems(self, item: ItemDefinition, answers: Answers) -> dict[str, str]:
        return {}

    def counts(self, item: ItemDefinition, answers: Answers) -> list[tuple[str, str]]:
        return []

    def label(self, item: ItemDefinition, answers: Answers) -> str:
        return ""

    def columns(self, item: ItemDefinition) -> list[Column]:
        return []

    def cells(self, item: ItemDefinition, answers: Answers) -> list[Cell]:
        return []

    def validate_item(self, item: ItemDefinition) -> list[str]:
        return [_("Раздел и пояснение не бывают обязательными: отвечать в них нечего")] if item.required else []


class Section(Silent):
    """A heading; everything up to the next heading belongs to it and hides with it."""

    kind = "section"


class Note(Silent):
    """A text between questions."""

    kind = "note"
