"""One row of an XLSForm as one item: its words, its choices, its bounds and when it is shown."""

import re
from dataclasses import replace
from typing import Any

from portal.core.i18n import _
from surveys.definitions import ConditionDefinition, ItemDefinition, OptionDefinition, RowDefinition
from surveys.exchange.instruments import own_columns
from surveys.exchange.instruments.cells import Cells
from surveys.exchange.instruments.constraints import Bounds, bounds_of
from surveys.exchange.instruments.expressions import condition_of
from surveys.exchange.instruments.grammar import UnfitError
from surveys.exchange.instruments.markup import plain_words
from surveys.exchange.instruments.sheets import Row
from surveys.exchange.instruments.xlsform_choices import Choices
from surveys.exchange.instruments.xlsform_tables import lines_of
from surveys.exchange.instruments.xlsform_tree import Node
from surveys.exchange.instruments.xlsform_words import OWN
from surveys.items.scale import MOST_POINTS
from surveys.strict import number_of

_REFERENCE = re.compile(r"\$\{\s*([^}]+?)\s*\}")
TYPES = {"select_one": "single", "select_multiple": "multiple", "rank": "ranking", "integer": "number",
         "decimal": "number"}  # fmt: skip
OTHER = "other"


class Items:
    """Makes items of rows. What a row asks for and no item can hold is remarked at its cell."""

    def __init__(
        self, cells: Cells, choices: Choices, codes: dict[str, str], kinds: dict[str, str], *, is_own: bool
    ) -> None:
        """`is_own`: the form was written by the portal, so that its words hold no markup."""
        self._cells, self._choices = cells, choices
        self._codes, self._kinds, self._plain = codes, kinds, str if is_own else plain_words

    def question(self, node: Node) -> ItemDefinition | None:
        """A question or a note; None where nothing can be made of the row."""
        text, hint = self._words(node)
        if not text:
            self._cells.refuse(node.row, "label", _("у вопроса нет текста"))
            return None
        self._refuse_what_is_not_ours(node.row)
        is_note = node.kind.word == "note"
        item = ItemDefinition(
            code=self._codes[node.name], type=TYPES.get(node.kind.word, node.kind.word), text=text, hint=hint,
            message="" if is_note else self._cells.get(node.row, "required_message"),
            required=not is_note and self._required(node.row), show_if=self.condition(node),
            options=self._options(node), **self._bounds(node), **self._looks(node),
        )  # fmt: skip
        item = _ranged(item, self._parameters(node.row)) if node.kind.word == "range" else item
        return self._with_own(_yes_or_no(item), node.row)

    def section(self, node: Node) -> ItemDefinition:
        """The heading of a group."""
        text, hint = self._words(node)
        return self._with_own(ItemDefinition(self._codes[node.name], "section", text, hint), node.row)

    def table(self, node: Node) -> ItemDefinition | None:
        """A group whose questions share their choices."""
        lines = lines_of(node, self._cells.headings)
        rows = []
        for line in lines:
            text, _hint = self._words(line)
            if not text:
                self._cells.refuse(line.row, "label", _("у строки таблицы нет текста"))
                continue
            own = self._own(line.row)
            rows.append(RowDefinition(self._codes[line.name], text, own.get("block", ""), own.get("polarity")))
        text, hint = self._words(node)
        several = lines[0].kind.word == "select_multiple"
        item = ItemDefinition(
            code=self._codes[node.name], type="matrix", text=text, hint=hint, required=self._required(lines[0].row),
            message=self._cells.get(lines[0].row, "required_message"), show_if=self.condition(node),
            options=self._options(lines[0]), rows=tuple(rows), select="multiple" if several else "",
        )  # fmt: skip
        return self._with_own(item, node.row)

    def condition(self, node: Node) -> ConditionDefinition | None:
        """`relevant` of a row or a group."""
        said = self._cells.get(node.row, "relevant")
        try:
            return condition_of(said, self._subject) if said else None
        except UnfitError as fault:
            self._cells.refuse(node.row, "relevant", f"{fault}: {said[:200]}")
            return None

    def _subject(self, name: str) -> tuple[str, str]:
        if name not in self._codes or not self._kinds.get(name):
            raise UnfitError(_("вопроса с именем «%(name)s» нет", name=name))
        return self._codes[name], self._kinds[name]

    def _words(self, node: Node) -> tuple[str, str]:
        """Label and hint with references to earlier answers in our spelling, without markup."""
        found = []
        for name in ("label", "hint"):
            said = self._plain(self._cells.get(node.row, name))
            for reference in _REFERENCE.findall(said):
                if not self._kinds.get(reference):
                    self._cells.refuse(node.row, name, _("вопроса с именем «%(name)s» нет", name=reference))
            found.append(_REFERENCE.sub(lambda match: f"[[{self._codes.get(match[1], match[1])}]]", said))
        return (found[0], found[1]) if found[0] or node.is_group else (found[1], "")

    def _options(self, node: Node) -> tuple[OptionDefinition, ...]:
        if not node.kind.list_name:
            return ()
        said = self._cells.get(node.row, "choice_filter")
        if node.kind.list_name not in self._choices.lists:
            reason = _("списка «%(name)s» на листе choices нет", name=node.kind.list_name[:60])
            self._cells.refuse(node.row, "type", reason)
            return ()
        try:
            options = self._choices.options(node.kind.list_name, said, self._subject)
        except UnfitError as fault:
            self._cells.refuse(node.row, "choice_filter", f"{fault}: {said[:200]}")
            return ()
        options = tuple(replace(each, label=self._plain(each.label)) for each in options)
        if not node.kind.has_other:
            return options
        if any(each.value == OTHER for each in options):
            return tuple(replace(each, other=each.value == OTHER) for each in options)
        return (*options, OptionDefinition(OTHER, _("Другое"), other=True))

    def _bounds(self, node: Node) -> dict[str, Any]:
        said, kind = self._cells.get(node.row, "constraint"), node.kind.word
        found = Bounds()
        try:
            if said:
                found = bounds_of(said, {"select_multiple": "multiple"}.get(kind, kind))
        except UnfitError as fault:
            self._cells.refuse(node.row, "constraint", f"{fault}: {said[:200]}")
        if said and self._cells.get(node.row, "constraint_message"):
            self._cells.note(node.row, "constraint_message", _("что не подошло, портал говорит своими словами"))
        step = {"step": 1} if kind == "integer" else {}
        return {"minimum": found.minimum, "maximum": found.maximum, "max_choices": found.most, **step}

    def _looks(self, node: Node) -> dict[str, Any]:
        """The two things about looks that change the question itself; other appearances are left out."""
        found: dict[str, Any] = {}
        if node.kind.word == "text" and "multiline" in self._cells.get(node.row, "appearance").split():
            found["long"] = True
        if self._parameters(node.row).get("randomize", "").casefold() == "true":
            found["shuffle"] = True
        return found

    def _parameters(self, row: Row) -> dict[str, str]:
        said = re.sub(r"\s*=\s*", "=", self._cells.get(row, "parameters"))
        pairs = (part.partition("=") for part in re.split(r"[\s;,]+", said) if "=" in part)
        return {key.casefold(): value for key, _sign, value in pairs}

    def _required(self, row: Row) -> bool:
        from pyxform.aliases import yes_no

        said = self._cells.get(row, "required")
        found = yes_no.get(said, yes_no.get(said.casefold()))
        if said and found is None:
            self._cells.refuse(
                row, "required", _("обязательность бывает yes или no, а здесь «%(said)s»", said=said[:100])
            )
        return bool(found)

    def _refuse_what_is_not_ours(self, row: Row) -> None:
        reasons = {
            "calculation": _("вычислений в анкетах нет"),
            "default": _("ответ заранее не подставляется: уберите значение"),
            "media": _("картинки, звук и видео в вопросах не переносятся"),
        }
        for name, reason in reasons.items():
            if self._cells.get(row, name):
                self._cells.refuse(row, name, reason)
        if self._cells.get(row, "read_only").casefold() in ("yes", "true", "true()"):
            self._cells.refuse(row, "read_only", _("вопрос только для чтения: сделайте его пояснением (note)"))

    def _own(self, row: Row) -> dict[str, Any]:
        """What our own columns say about the row."""
        found: dict[str, Any] = {}
        for key in own_columns.KEYS:
            said = self._cells.get(row, f"{OWN}{key}")
            try:
                if said:
                    found[key] = own_columns.read(key, said)
            except (ValueError, KeyError):
                self._cells.refuse(row, f"{OWN}{key}", _("значение «%(said)s» сюда не подходит", said=said[:60]))
        return found

    def _with_own(self, item: ItemDefinition, row: Row) -> ItemDefinition:
        said = self._own(row)
        if not said:
            return item
        names = {"min": "minimum", "max": "maximum"}
        if said.get("type") not in (None, item.type):
            cleared: dict[str, Any] = {"minimum": None, "maximum": None, "step": None}
            item = replace(item, **cleared, options=() if said["type"] == "yesno" else item.options)
        if item.type == "multiple" and "max_choices" not in said:
            said["max_choices"] = item.max_choices
        return replace(item, **{names.get(key, key): value for key, value in said.items()})


def _ranged(item: ItemDefinition, said: dict[str, str]) -> ItemDefinition:
    """`range`: a scale of whole points, or a number where the steps are others."""
    low, high, step = (number_of(said.get(key, usual)) for key, usual in (("start", "1"), ("end", "10"), ("step", "1")))
    low, high, step = 1 if low is None else low, 10 if high is None else high, 1 if step is None else step
    ends = [int(end) if end == int(end) else end for end in (low, high, step)]
    is_whole = step == 1 and all(isinstance(end, int) for end in ends)
    if is_whole and (low, high) == (1, 10):
        return replace(item, type="scale10")
    if is_whole and 0 < high - low < MOST_POINTS:
        return replace(item, type="scale", minimum=ends[0], maximum=ends[1])
    return replace(item, type="number", minimum=ends[0], maximum=ends[1], step=ends[2])


def _yes_or_no(item: ItemDefinition) -> ItemDefinition:
    """A choice of exactly yes and no, called «Да» and «Нет», is our question of that kind."""
    said = [
        (each.value.casefold(), each.label.casefold().strip(" .!"), each.show_if, each.other) for each in item.options
    ]
    if item.type == "single" and not item.shuffle and said == [("yes", "да", None, False), ("no", "нет", None, False)]:
        return replace(item, type="yesno", options=())
    return item
