"""Which column is what: by names and aliases, whatever their case, ё, spaces and signs."""

from collections.abc import Mapping, Sequence

from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.imports.registry import Column, Importable, heading_key

# Data that no register of the portal holds (minimisation, 152-ФЗ ст. 5 ч. 5, ст. 10): such columns are never read.
NEVER_READ = (
    "паспорт", "снилс", "диагноз", "инвалид", "здоровь", "медицин", "полис", "национальн", "вероисповед",
    "религ", "судимост", "прописк", "адресрегистрац", "адреспрожив", "домашнийадрес", "группаздоровья", "ковид",
    "свидетельствоорожд", "малоимущ", "многодетн", "доход",
)  # fmt: skip


def is_never_read(kind: Importable, heading: str) -> bool:
    """Whether the column holds what the portal must not hold; neither its cells nor examples are kept."""
    key = heading_key(heading)
    if key in _names(kind):
        return False
    return key.startswith("инн") or any(word in key for word in NEVER_READ)


def recognised(kind: Importable, headings: Sequence[str]) -> dict[str, int]:
    """Key of a column → its place in the file; the first of two equal headings counts."""
    names, found = _names(kind), dict[str, int]()
    for place, heading in enumerate(headings):
        key = names.get(heading_key(heading))
        if key and key not in found:
            found[key] = place
    return found


def missing(kind: Importable, mapping: Mapping[str, int]) -> list[str]:
    """Labels of required columns that nothing is matched with."""
    labels = {column.key: column.label for column in kind.columns}
    return [
        _(" или ").join(f"«{labels[key]}»" for key in group)
        for group in kind.required
        if not any(key in mapping for key in group)
    ]


def checked_mapping(kind: Importable, headings: Sequence[str], chosen: Mapping[int, str]) -> dict[str, int]:
    """The mapping that a person chose: place → key. Raises Refusal where it makes no sense."""
    columns: dict[str, Column] = {column.key: column for column in kind.columns}
    mapping: dict[str, int] = {}
    for place, key in sorted(chosen.items()):
        if not key:
            continue
        if key not in columns or not 0 <= place < len(headings) or is_never_read(kind, headings[place]):
            raise Refusal(_("Такого столбца нет. Откройте страницу заново."))
        if key in mapping:
            raise Refusal(_("Столбец «%(label)s» выбран дважды.", label=columns[key].label))
        mapping[key] = place
    lacking = missing(kind, mapping)
    if lacking:
        raise Refusal(_("Не хватает столбцов: %(names)s.", names=", ".join(lacking)))
    return mapping


def _names(kind: Importable) -> dict[str, str]:
    return {heading_key(name): column.key for column in kind.columns for name in (column.label, *column.aliases)}
