"""An XLSForm becomes a questionnaire: the sheets `survey`, `choices`, `settings`, row by row.

Groups become parts or tables; what a group demands of all its questions is demanded of each where a part cannot say it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from portal.core.errors import Refusal
from portal.core.i18n import _
from surveys.definitions import ConditionDefinition, ItemDefinition, QuestionnaireDefinition
from surveys.exchange.instruments import own_columns
from surveys.exchange.instruments.cells import Cells
from surveys.exchange.instruments.codes import Codes, fit_code
from surveys.exchange.instruments.expressions import both
from surveys.exchange.instruments.grammar import UnfitError
from surveys.exchange.instruments.remarks import Remarks
from surveys.exchange.instruments.sheets import Sheet, read_sheets
from surveys.exchange.instruments.understood import Understood, judged, titled
from surveys.exchange.instruments.xlsform_choices import Choices, read_choices
from surveys.exchange.instruments.xlsform_items import Items
from surveys.exchange.instruments.xlsform_tables import is_table
from surveys.exchange.instruments.xlsform_tree import Node, read_tree
from surveys.exchange.instruments.xlsform_words import TEXTS, headings_of
from surveys.mapping import from_mapping
from surveys.strict import DefinitionError

SHEETS = ("survey", "choices", "settings", own_columns.SHEET)
Condition = ConditionDefinition | None
Path_ = tuple[tuple[str, Condition], ...]
"""The groups around an item, the outermost first, with what each demands."""


@dataclass(frozen=True)
class Entry:
    """An item in the order of the form, with the groups around it and its row."""

    item: ItemDefinition
    path: Path_
    row: int


def read_xlsform(path: Path, file_name: str) -> Understood:
    """Read the form. Raises Refusal where the file is no workbook with a sheet `survey`, or hostile."""
    sheets = read_sheets(path)
    survey = sheets.get("survey")
    if survey is None or not survey.rows:
        raise Refusal(_("В книге нет листа «survey» с вопросами: это не XLSForm."))
    return _Form(sheets, survey).read(file_name)


class _Form:
    """One form while it is read."""

    def __init__(self, sheets: dict[str, Sheet], survey: Sheet) -> None:
        self.sheets, self.survey = sheets, survey
        self.remarks = Remarks()
        self.settings = self._settings()
        language = self.settings.get("default_language", "")
        self.headings = headings_of(survey.headings, language)
        self.cells = Cells(survey, self.headings, self.remarks)
        self.choices = self._choices(language)
        self._tell_unread(language)

    def read(self, file_name: str) -> Understood:
        roots = read_tree(self.cells)
        codes, kinds = Codes(self.remarks), dict[str, str]()
        for root in roots:
            for node in root.walk():
                if node.is_group and not self._label(node):
                    continue
                kinds[node.name] = "" if node.is_group or node.kind.word == "note" else _answer_kind(node)
                codes.give(node.name, self.survey.name, node.row.number, self.headings.raw("name"))
        items = Items(self.cells, self.choices, codes.by_name, kinds, is_own=self._own is not None)
        entries = list(self._flattened(roots, items, ()))
        kept = _kept_apart(entries, self.remarks, self.survey.name, self.headings.raw("relevant"))
        draft = self._definition(tuple(kept), file_name)
        places = {codes.by_name[node.name]: (self.survey.name, node.row.number)
                  for root in roots for node in root.walk() if node.name in codes.by_name}  # fmt: skip
        return judged(draft, self.remarks, places, self.survey.name)

    def _flattened(self, nodes: list[Node], items: Items, path: Path_) -> Iterator[Entry]:
        """Items in order, each with the groups around it and what they demand."""
        for node in nodes:
            number = node.row.number
            if not node.is_group or (is_table(node, self.headings) and self._label(node)):
                item = items.table(node) if node.is_group else items.question(node)
                if item is not None:
                    yield Entry(item, path, number)
                continue
            here = (*path, (node.name, items.condition(node)))
            if self._label(node):
                yield Entry(items.section(node), here, number)
            yield from self._flattened(node.children, items, here)

    @property
    def _own(self) -> Sheet | None:
        """The sheet `portal` of a form that the portal wrote."""
        found = self.sheets.get(own_columns.SHEET)
        return found if found is not None and {"key", "value"} <= set(found.headings) else None

    def _label(self, node: Node) -> str:
        return self.headings.cell(node.row, "label")

    def _definition(self, items: tuple[ItemDefinition, ...], file_name: str) -> QuestionnaireDefinition:
        own = self._own
        head: dict[str, Any] = {}
        if own is not None:
            rows = {row.get("key"): row.get("value") for row in own.rows}
            try:
                head = own_columns.head_of(rows)
            except (ValueError, KeyError):
                self.remarks.refuse(own.name, 0, "", _("лист «portal» не читается"))
        stem = file_name.rpartition(".")[0] or file_name
        code = fit_code(self.settings.get("form_id") or stem)
        draft = titled(
            QuestionnaireDefinition(code=code, title=self.settings.get("form_title", ""), items=items), file_name
        )
        try:
            return replace(from_mapping({**head, "code": code, "title": draft.title, "items": []}), items=items)
        except DefinitionError:
            self.remarks.refuse(own_columns.SHEET, 0, "", _("лист «portal» не читается"))
            return draft

    def _settings(self) -> dict[str, str]:
        sheet = self.sheets.get("settings")
        if sheet is None or not sheet.rows:
            return {}
        known = {
            "title": "form_title",
            "set_form_title": "form_title",
            "id_string": "form_id",
            "set_form_id": "form_id",
        }
        found: dict[str, str] = {}
        for heading, text in sheet.rows[0].cells.items():
            name = " ".join(heading.split()).casefold().replace(" ", "_")
            if name.partition("::")[0] == "form_title" and "ru" in name:
                name = "form_title"
            found[known.get(name, name)] = " ".join(text.split())
        if found.get("public_key"):
            self.remarks.refuse(sheet.name, sheet.rows[0].number, "public_key", _("зашифрованные формы не читаются"))
        return found

    def _choices(self, language: str) -> Choices:
        sheet = self.sheets.get("choices")
        if sheet is None:
            return Choices()
        headings = headings_of(sheet.headings, language or self.headings.language, is_choices=True)
        return read_choices(Cells(sheet, headings, self.remarks))

    def _tell_unread(self, language: str) -> None:
        """Say what of the workbook is not taken: other languages, unread columns, formulas without a value."""
        spoken = [each for each in self.headings.languages() if each and each != self.headings.language]
        if spoken:
            taken = self.headings.language or "label"
            reason = _(
                "взят один язык (%(taken)s), другие не переносятся: %(left)s", taken=taken, left=", ".join(spoken)
            )
            self.remarks.note(self.survey.name, 0, "label", reason)
        for key in SHEETS:
            sheet = self.sheets.get(key)
            for number, heading in sheet.empty_formulas if sheet else []:
                reason = _("в ячейке формула без значения: откройте файл в Excel и сохраните")
                self.remarks.refuse(sheet.name if sheet else key, number, heading, reason)
        known = {*READ, *TEXTS}
        for raw, (plain, _language) in self.headings.plain.items():
            if plain in known or plain.startswith("portal::"):
                continue
            rows = [row for row in self.survey.rows if row.get(raw)]
            if rows:
                self.remarks.note(self.survey.name, rows[0].number, raw, _("столбец не читается"))


READ = {"type", "name", "relevant", "required", "constraint", "choice_filter", "parameters", "appearance", "read_only",
        "calculation", "default", "media"}  # fmt: skip


def _answer_kind(node: Node) -> str:
    return {"select_one": "single", "select_multiple": "multiple", "rank": "ranking"}.get(
        node.kind.word, node.kind.word
    )


def _kept_apart(entries: list[Entry], remarks: Remarks, sheet: str, heading: str) -> list[ItemDefinition]:
    """Conditions of groups where they belong: at the part, where nothing else stands in it, else at each item.

    A hidden part hides all up to the next heading. Where that would reach beyond its group, its heading becomes a
    note and its items carry the condition themselves.
    """
    found: list[ItemDefinition] = []
    headings = _headings(entries)
    covered: Path_ = ()
    for place, entry in enumerate(entries):
        try:
            if place in headings:
                covered = entry.path
                found.append(replace(entry.item, show_if=_all(entry.path)))
                continue
            is_inside = entry.path[: len(covered)] == covered
            demands = both(_all(entry.path[len(covered) :] if is_inside else entry.path), entry.item.show_if)
            kind = "note" if entry.item.type == "section" else entry.item.type
            found.append(replace(entry.item, type=kind, show_if=demands))
        except UnfitError as fault:
            remarks.refuse(sheet, entry.row, heading, str(fault))
    return found


def _headings(entries: list[Entry]) -> set[int]:
    """Places of the groups that can be parts: without a condition, or with nothing of others before the next part."""
    kept: set[int] = set()
    until = len(entries)
    for place in range(len(entries) - 1, -1, -1):
        entry = entries[place]
        if entry.item.type != "section":
            continue
        is_free = all(condition is None for _name, condition in entry.path)
        is_whole = all(each.path[: len(entry.path)] == entry.path for each in entries[place + 1 : until])
        if is_free or is_whole:
            kept.add(place)
            until = place
    return kept


def _all(path: "Path_") -> Condition:
    found: Condition = None
    for _name, condition in path:
        found = both(found, condition)
    return found
