"""The sheet `survey` as a tree: questions and notes inside groups, each with its row."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.core.i18n import _
from surveys.exchange.instruments.cells import Cells
from surveys.exchange.instruments.sheets import Row
from surveys.exchange.instruments.xlsform_words import Kind, kind_of

NOT_OURS = {
    "time": _("время без даты не спрашивается: возьмите text"),
    "dateTime": _("дата со временем не спрашивается: возьмите date"),
    "barcode": _("штрихкоды не считываются"),
    "calculate": _("вычисляемых полей нет: итоги по шкалам задаются блоками"),
    "hidden": _("скрытых полей нет"),
    "select_external": _("внешние списки вариантов не читаются: перенесите их на лист choices"),
    "select_one_from_file": _("списки из отдельных файлов не читаются: перенесите их на лист choices"),
    "select_multiple_from_file": _("списки из отдельных файлов не читаются: перенесите их на лист choices"),
    "begin_repeat": _("повторяющихся групп нет: назначьте анкету столько раз, сколько нужно"),
}


@dataclass
class Node:
    """A row of the sheet: a question, a note or, with `children`, a group."""

    row: Row
    kind: Kind
    name: str
    children: list["Node"] = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        return self.kind.word == "begin_group"

    def walk(self) -> Iterator["Node"]:
        """The node and everything inside it."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_tree(cells: Cells) -> list[Node]:
    """The nodes of the outermost level; rows that cannot be taken are remarked and left out."""
    roots: list[Node] = []
    groups: list[Node] = []
    skipped = 0  # how deep inside a repeat, which is refused as a whole
    for row in cells.sheet.rows:
        said, name = cells.get(row, "type"), cells.get(row, "name")
        if not said:
            _check_untyped(row, name, cells)
            continue
        kind = kind_of(said)
        word = kind.word if kind else ""
        if skipped or word == "begin_repeat":
            if word == "begin_repeat" and not skipped:
                cells.refuse(row, "type", NOT_OURS["begin_repeat"])
            skipped += {"begin_repeat": 1, "begin_group": 1, "end_repeat": -1, "end_group": -1}.get(word, 0)
            continue
        if word in ("end_group", "end_repeat"):
            if not groups:
                cells.refuse(row, "type", _("группа закрыта, но не открыта"))
            else:
                groups.pop()
            continue
        node = _node(row, kind, said, name, cells)
        if node is not None:
            (groups[-1].children if groups else roots).append(node)
            if node.is_group:
                groups.append(node)
    for group in groups:
        cells.refuse(group.row, "type", _("группа не закрыта: нет строки end_group"))
    return roots


def _check_untyped(row: Row, name: str, cells: Cells) -> None:
    """A row without a type: words of the author beside the form, unless it looks like a question."""
    if name:
        cells.refuse(row, "type", _("не сказано, какого вида вопрос"))
    else:
        cells.note(row, "type", _("строка без вида и имени не читается"))


def _node(row: Row, kind: Kind | None, said: str, name: str, cells: Cells) -> Node | None:
    if kind is None:
        cells.refuse(row, "type", _("вида «%(type)s» в XLSForm нет", type=said[:60]))
    elif kind.word == "meta":
        reason = _("служебное поле «%(type)s»: портал сам отмечает, когда и кем заполнено", type=said[:40])
        cells.note(row, "type", reason)
    elif kind.word in NOT_OURS or kind.word not in TAKEN:
        reason = NOT_OURS.get(kind.word) or _("вопросов вида «%(type)s» в анкетах нет", type=said[:60])
        cells.refuse(row, "type", reason)
    elif not name:
        cells.refuse(row, "name", _("у вопроса нет имени (name)"))
    else:
        return Node(row, kind, name)
    return None


TAKEN = {"begin_group", "select_one", "select_multiple", "rank", "text", "integer", "decimal", "date", "file", "note",
         "range"}  # fmt: skip
