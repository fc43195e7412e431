"""A file: uploaded and stored before, named here by its public id."""

import re

from portal.core.i18n import _
from surveys.definitions import ItemDefinition
from surveys.items.base import ItemType, RefusedValueError, Value, words

_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{22}")


class File(ItemType):
    """Stored as the file's public id; whether such a file exists and whose it is, the caller knows."""

    kind = "file"

    def read_value(self, item: ItemDefinition, text: str) -> Value:
        if not _PUBLIC_ID.fullmatch(text):
            raise RefusedValueError(_("Приложите файл ещё раз: «%(text)s»", text=words(item)))
        return text

    def missing_message(self, item: ItemDefinition) -> str:
        return _("Приложите файл: «%(text)s»", text=words(item))

    def value_label(self, item: ItemDefinition, value: Value) -> str:
        return _("Файл приложен")
