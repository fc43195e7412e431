"""The questionnaire of the largest wave: thirty questions about a lesson, made by the college itself."""

from portal.core.i18n import _
from surveys.definitions import BlockDefinition, ItemDefinition, OptionDefinition, QuestionnaireDefinition

MARKS = (
    ("clear", _("Цель занятия была понятна с самого начала")),
    ("clear", _("Объяснения были понятны")),
    ("clear", _("Задания было ясно как выполнять")),
    ("clear", _("Примеры были близки к жизни")),
    ("clear", _("Материалы помогали разобраться")),
    ("clear", _("Новые слова и приёмы объяснялись")),
    ("pace", _("Темп занятия подходил")),
    ("pace", _("Времени на задания хватало")),
    ("pace", _("Перерывы были вовремя")),
    ("pace", _("Занятие началось и закончилось в срок")),
    ("pace", _("Нагрузка была по силам")),
    ("pace", _("Осталось время на вопросы")),
    ("care", _("Можно было задать любой вопрос")),
    ("care", _("Ошибки обсуждались спокойно")),
    ("care", _("Наставник замечал, кому трудно")),
    ("care", _("Мнение каждого было услышано")),
    ("care", _("В группе помогали друг другу")),
    ("care", _("Похвала была заслуженной и понятной")),
    ("use", _("Полученное пригодится на практике")),
    ("use", _("После занятия стало понятнее, что делать дальше")),
    ("use", _("Появилась уверенность в своих силах")),
    ("use", _("Хочется попробовать это самостоятельно")),
    ("use", _("Связь с прошлым занятием была видна")),
    ("use", _("Домашнее задание имеет смысл")),
)
BLOCKS = {"clear": _("Понятность"), "pace": _("Темп"), "care": _("Внимание"), "use": _("Польза")}


def lesson_feedback() -> QuestionnaireDefinition:
    """Twenty-four marks and six other questions."""
    marks = tuple(
        ItemDefinition(
            code=f"LF{number:02}", type="scale10", text=text, required=True, measure="quality", polarity=1, block=block,
            min_label=_("совсем нет"), max_label=_("полностью"),
        )
        for number, (block, text) in enumerate(MARKS, 1)
    )  # fmt: skip
    return QuestionnaireDefinition(
        code="lesson_feedback",
        title=_("Отклик после занятия с наставником"),
        intro=_("Тридцать коротких вопросов о прошедшем занятии. Ответы помогают готовить следующее."),
        purpose="feedback",
        audience=("mentee_student",),
        minutes=6,
        visible_to=("curator",),
        blocks=tuple(BlockDefinition(code, label) for code, label in BLOCKS.items()),
        items=marks + _others(),
    )


def _others() -> tuple[ItemDefinition, ...]:
    return (
        ItemDefinition(code="LF_KIND", type="single", text=_("Какое это было занятие?"), required=True,
                       options=_options(_("Практика"), _("Разбор случая"), _("Мастер-класс"), _("Экскурсия"))),
        ItemDefinition(code="LF_HELP", type="multiple", text=_("Что помогло больше всего?"),
                       options=_options(_("Показ"), _("Объяснение"), _("Обсуждение"), _("Попытка"), _("Подсказка"))),
        ItemDefinition(code="LF_LACK", type="multiple", text=_("Чего не хватило?"),
                       options=_options(_("Времени"), _("Примеров"), _("Оборудования"), _("Тишины"))),
        ItemDefinition(code="LF_AGAIN", type="yesno", text=_("Нужно ли ещё одно занятие по этой теме?"), required=True),
        ItemDefinition(code="LF_ADVISE", type="nps", text=_("Посоветуете ли это занятие другим?"), required=True),
        ItemDefinition(code="LF_WORDS", type="text", text=_("Что ещё важно сказать о занятии?"), long=True),
    )  # fmt: skip


def _options(*labels: str) -> tuple[OptionDefinition, ...]:
    return tuple(OptionDefinition(str(place), label) for place, label in enumerate(labels, 1))
