"""What became of one question or matrix row between two versions; the rule stands in `surveys.changes`."""

from collections.abc import Iterator
from enum import StrEnum

from portal.core.i18n import _
from surveys.definitions import ItemDefinition
from surveys.items import type_of
from surveys.items.base import shortened
from surveys.scoring import range_of
from surveys.strict import number_of


class Change(StrEnum):
    """How far a change reaches, from the mildest to the gravest."""

    WORDING = "wording"
    ADDITIVE = "additive"
    BREAKING = "breaking"

    @property
    def gravity(self) -> int:
        return list(Change).index(self)


Found = Iterator[tuple[Change, str]]


def item_changes(old: ItemDefinition | None, new: ItemDefinition) -> Found:
    """Changes of an item by itself: neither its place nor the condition under which it is shown."""
    if old is None:
        asks = type_of(new).is_question
        yield (Change.ADDITIVE, _("новый вопрос")) if asks else (Change.WORDING, _("новый заголовок или пояснение"))
        return
    if old.type != new.type or (old.type == "matrix" and _select(old) != _select(new)):
        yield Change.BREAKING, _("другой вид вопроса")
        return
    yield from _word_changes(old, new)
    yield from _answer_changes(old, new)
    yield from _option_changes(old, new)


def row_changes(old: ItemDefinition | None, new: ItemDefinition) -> Found:
    """A row by its own words and direction; its columns are the matrix's."""
    if old is None:
        yield Change.ADDITIVE, _("новая строка таблицы")
    elif old.type != new.type:
        yield Change.BREAKING, _("другой вид вопроса")
    else:
        if old.text != new.text:
            yield Change.WORDING, _("другие слова строки")
        if (old.polarity == -1) != (new.polarity == -1):
            yield Change.BREAKING, _("направление шкалы перевёрнуто")


def _word_changes(old: ItemDefinition, new: ItemDefinition) -> Found:
    if old.text != new.text:
        yield Change.WORDING, _("другие слова вопроса")
    beside = ("hint", "message", "min_label", "max_label", "shuffle")
    if any(getattr(old, name) != getattr(new, name) for name in beside):
        yield Change.WORDING, _("подсказка, подписи или порядок показа")
    if _labels_differ(old, new):
        yield Change.WORDING, _("другие слова вариантов")
    values = [value for value in old.labels if value in new.labels]
    if values != [value for value in new.labels if value in old.labels]:
        yield Change.WORDING, _("порядок вариантов другой")


def _answer_changes(old: ItemDefinition, new: ItemDefinition) -> Found:
    """What may be answered, and what an answer means."""
    if range_of(old) != range_of(new):
        yield Change.BREAKING, _("другие границы шкалы")
    elif old.type in ("number", "date"):
        yield from _bound_changes(old, new)
    if (old.polarity == -1) != (new.polarity == -1):
        yield Change.BREAKING, _("направление шкалы перевёрнуто")
    if (old.measure, old.swot) != (new.measure, new.swot):
        yield Change.BREAKING, _("вопрос измеряет другое")
    if old.allows_na and not new.allows_na:
        yield Change.BREAKING, _("«Не могу ответить» больше не предлагается")
    elif new.allows_na and not old.allows_na:
        yield Change.ADDITIVE, _("предлагается «Не могу ответить»")
    if old.required != new.required:
        yield Change.ADDITIVE, _("вопрос стал обязательным") if new.required else _("на вопрос можно не отвечать")
    if old.max_choices != new.max_choices:
        yield from _limit_changes(old, new)
    if old.long != new.long:
        yield Change.ADDITIVE, _("места для ответа больше") if new.long else _("места для ответа меньше")


def _limit_changes(old: ItemDefinition, new: ItemDefinition) -> Found:
    """How many options may be ticked."""
    most = old.max_choices or len(old.options)
    if new.max_choices is not None and new.max_choices < most:
        yield Change.BREAKING, _("отметить можно меньше")
    else:
        yield Change.ADDITIVE, _("отметить можно больше")


def _bound_changes(old: ItemDefinition, new: ItemDefinition) -> Found:
    """Numbers and dates: wider bounds let more in, narrower ones shut somebody out."""
    before, after = (_ends(old), _ends(new))
    if before == after and old.step == new.step:
        return
    lower = after[0] is None or (before[0] is not None and _not_more(after[0], before[0]))
    upper = after[1] is None or (before[1] is not None and _not_more(before[1], after[1]))
    if lower and upper and new.step in (None, old.step):
        yield Change.ADDITIVE, _("допустимые границы шире")
    else:
        yield Change.BREAKING, _("допустимые границы или шаг уже")


def _option_changes(old: ItemDefinition, new: ItemDefinition) -> Found:
    for value, label in old.labels.items():
        if value not in new.labels:
            yield Change.BREAKING, _("варианта «%(label)s» больше нет", label=shortened(label))
    added = [label for value, label in new.labels.items() if value not in old.labels]
    for label in added if range_of(old) == range_of(new) else ():
        kind = Change.BREAKING if new.type == "ranking" else Change.ADDITIVE
        yield kind, _("новый вариант «%(label)s»", label=shortened(label))
    if old.other and not new.other:
        yield Change.ADDITIVE, _("поля для своего варианта больше нет")
    elif new.other and not old.other:
        yield Change.ADDITIVE, _("появилось поле для своего варианта")


def _labels_differ(old: ItemDefinition, new: ItemDefinition) -> bool:
    return any(new.labels[value] != label for value, label in old.labels.items() if value in new.labels)


def _select(item: ItemDefinition) -> str:
    return item.select or "single"


def _ends(item: ItemDefinition) -> tuple[float | str | None, float | str | None]:
    return tuple(number_of(end) if item.type == "number" else end for end in (item.minimum, item.maximum))  # type: ignore[return-value]


def _not_more(first: object, second: object) -> bool:
    return first <= second  # type: ignore[operator, no-any-return]  # two numbers or two ISO dates
