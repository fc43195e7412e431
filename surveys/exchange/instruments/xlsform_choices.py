"""Lists of choices of an XLSForm, and `choice_filter` as conditions of single options."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.core.i18n import _
from surveys.definitions import ConditionDefinition, OptionDefinition
from surveys.exchange.instruments.cells import Cells
from surveys.exchange.instruments.expressions import Subject, both, constant_of
from surveys.exchange.instruments.grammar import Call, Compare, Joined, Node, Ref, UnfitError, parse
from surveys.exchange.instruments.own_columns import own_condition
from surveys.exchange.instruments.sheets import Row
from surveys.exchange.instruments.xlsform_words import OFFERED, OTHER, SHOWN_IF, Headings
from surveys.items.choice import LONGEST_VALUE


@dataclass
class Choices:
    """The lists of a form: options with the rows from which they came."""

    headings: Headings | None = None
    lists: dict[str, list[tuple[Row, OptionDefinition]]] = field(default_factory=dict)

    def options(self, list_name: str, choice_filter: str, subject: Subject) -> tuple[OptionDefinition, ...]:
        """The options of a list as one question offers them. Raises UnfitError where the filter cannot be kept."""
        found = self.lists.get(list_name, [])
        if not choice_filter or self._is_told_twice(found, choice_filter):
            return tuple(option for _row, option in found)
        tests = list(_tests(parse(choice_filter), self._columns()))
        kept = []
        for row, option in found:
            condition = option.show_if
            is_offered = True
            for column, other in tests:
                cell = row.get(self._columns()[column])
                if isinstance(other, str):
                    is_offered = is_offered and cell == other
                    continue
                code, _kind = subject(other.code)
                test = ("equals", cell) if cell else ("answered", "no")
                condition = both(condition, ConditionDefinition(test[0], code=code, values=(test[1],)))
            if is_offered:
                kept.append(OptionDefinition(option.value, option.label, option.other, condition))
        return tuple(kept)

    def _is_told_twice(self, found: list[tuple[Row, OptionDefinition]], choice_filter: str) -> bool:
        """Whether the filter is that of our own export, whose conditions stand whole beside the options."""
        column = self._columns().get(SHOWN_IF, "")
        numbered = [option for row, option in found if column and row.get(column)]
        return SHOWN_IF in choice_filter and bool(numbered) and all(option.show_if for option in numbered)

    def _columns(self) -> dict[str, str]:
        """Names of columns as a filter writes them → headings of the sheet."""
        return {raw.strip(): raw for raw in self.headings.plain} if self.headings else {}


def read_choices(cells: Cells) -> Choices:
    """All lists of the sheet; rows that make no option are remarked."""
    choices = Choices(cells.headings)
    last = ""
    for row in cells.sheet.rows:
        list_name, value = cells.get(row, "list_name"), cells.get(row, "name")
        label = cells.get(row, "label")
        if not list_name and not value and not label:
            continue
        if not list_name:
            list_name = last if value and last else ""
            cells.refuse(row, "list_name", _("не сказано, к какому списку вариант"))
        last = list_name
        if cells.get(row, "media"):
            cells.refuse(row, "media", _("картинки и звук в вариантах не переносятся"))
        if not value or not label:
            empty = "name" if not value else "label"
            said = _("у варианта нет значения") if not value else _("у варианта нет текста")
            cells.refuse(row, empty, said)
            continue
        _check_value(choices.lists.get(list_name, []), value, row, cells)
        condition = None
        try:
            condition = own_condition(cells.get(row, OFFERED))
        except ValueError:
            cells.refuse(row, OFFERED, _("условие варианта не читается"))
        option = OptionDefinition(value, label, cells.get(row, OTHER) == "yes", condition)
        choices.lists.setdefault(list_name, []).append((row, option))
    return choices


def _check_value(known: list[tuple[Row, OptionDefinition]], value: str, row: Row, cells: Cells) -> None:
    if any(option.value == value for _row, option in known):
        cells.refuse(row, "name", _("значение «%(v)s» в списке уже есть", v=value))
    fits = all(sign.isalnum() or sign in "_-." for sign in value) and len(value) <= LONGEST_VALUE
    if not fits or value.startswith("__"):
        reason = _("значение «%(v)s»: нужны буквы, цифры, точка, дефис или подчёркивание, до %(n)s знаков",
                   v=value[:60], n=LONGEST_VALUE)  # fmt: skip
        cells.refuse(row, "name", reason)


def _tests(node: Node, columns: dict[str, str]) -> Iterator[tuple[str, Ref | str]]:
    """(column, question or constant) of a filter: equalities joined by `and`."""
    if isinstance(node, Joined) and node.word == "and":
        for part in node.parts:
            yield from _tests(part, columns)
        return
    pair: tuple[Node, Node] | None = None
    if isinstance(node, Compare) and node.sign == "=":
        pair = (node.left, node.right)
    elif isinstance(node, Call) and node.name == "selected" and len(node.args) == 2:
        pair = (node.args[1], node.args[0])
    for column, other in [pair, pair[::-1]] if pair else []:
        if isinstance(column, Ref) and column.is_bare and column.code in columns:
            said = constant_of(other)
            if isinstance(other, Ref) and not other.is_bare:
                yield column.code, other
                return
            if said is not None:
                yield column.code, said
                return
    raise UnfitError(_("отбор вариантов поддерживается как столбец = ${вопрос}, несколько таких условий через and"))
