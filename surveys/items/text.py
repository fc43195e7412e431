"""Words of one's own: a line or a page."""

from portal.core.i18n import _
from portal.core.text import normal
from surveys.definitions import ItemDefinition
from surveys.items.base import Fields, ItemType, Parsed, RefusedValueError, Value, words
from surveys.strict import without_controls

LONGEST_LINE = 2_000
LONGEST_TEXT = 10_000


class Text(ItemType):
    """Stored as typed, without invisible characters; a line has no line breaks."""

    kind = "text"

    def parse(self, item: ItemDefinition, fields: Fields) -> Parsed:
        parsed = super().parse(item, fields)
        typed = fields.get(item.code, ())
        if any(without_controls(value) != value.replace("\r\n", "\n").replace("\r", "\n") for value in typed):
            return Parsed(parsed.answers, parsed.errors, {item.code: _("Невидимые служебные знаки убраны")})
        return parsed

    def read_value(self, item: ItemDefinition, text: str) -> Value:
        longest = LONGEST_TEXT if item.long else LONGEST_LINE
        written = normal(text) if item.long else " ".join(normal(text).split())
        if len(written) > longest:
            raise RefusedValueError(
                _(
                    "Сократите ответ: в нём %(now)s знаков, помещается %(most)s. «%(text)s»",
                    now=len(written),
                    most=longest,
                    text=words(item),
                )
            )
        return written

    def missing_message(self, item: ItemDefinition) -> str:
        return _("Напишите ответ: «%(text)s»", text=words(item))
