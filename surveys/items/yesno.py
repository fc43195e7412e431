"""Yes or no."""

from portal.core.i18n import _
from surveys.definitions import ItemDefinition
from surveys.items.base import NA, RefusedValueError, Value, na_label, words
from surveys.items.choice import SingleChoice

_SPELLINGS = {
    **dict.fromkeys(("yes", "true", "1", "да"), "yes"),
    **dict.fromkeys(("no", "false", "0", "нет"), "no"),
}


class YesNo(SingleChoice):
    """Stored as `yes` or `no`; programs may also post true/false and 1/0."""

    kind = "yesno"

    def read_value(self, item: ItemDefinition, text: str) -> Value:
        value = _SPELLINGS.get(text.lower())
        if value is None:
            raise RefusedValueError(self.missing_message(item))
        return value

    def missing_message(self, item: ItemDefinition) -> str:
        return _("Выберите «Да» или «Нет»: «%(text)s»", text=words(item))

    def words_of_options(self, item: ItemDefinition) -> dict[str, str]:
        return {"yes": _("Да"), "no": _("Нет")}

    def column_labels(self, item: ItemDefinition) -> dict[str, str]:
        known = self.words_of_options(item)
        return {**known, NA: na_label()} if item.allows_na else known

    def validate_item(self, item: ItemDefinition) -> list[str]:
        return [_("В вопросе «да или нет» варианты уже есть: свои уберите")] if item.options else []
