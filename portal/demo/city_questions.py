"""The questionnaire of the largest wave: thirty questions about a lesson, made by the college itself."""

from surveys.definitions import BlockDefinition, ItemDefinition, OptionDefinition, QuestionnaireDefinition

MARKS = (
    ("clear", "Цель занятия была понятна с самого начала"),
    ("clear", "Объяснения были понятны"),
    ("clear", "Задания было ясно как выполнять"),
    ("clear", "Примеры были близки к жизни"),
    ("clear", "Материалы помогали разобраться"),
    ("clear", "Новые слова и приёмы объяснялись"),
    ("pace", "Темп занятия подходил"),
    ("pace", "Времени на задания хватало"),
    ("pace", "Перерывы были вовремя"),
    ("pace", "Занятие началось и закончилось в срок"),
    ("pace", "Нагрузка была по силам"),
    ("pace", "Осталось время на вопросы"),
    ("care", "Можно было задать любой вопрос"),
    ("care", "Ошибки обсуждались спокойно"),
    ("care", "Наставник замечал, кому трудно"),
    ("care", "Мнение каждого было услышано"),
    ("care", "В группе помогали друг другу"),
    ("care", "Похвала была заслуженной и понятной"),
    ("use", "Полученное пригодится на практике"),
    ("use", "После занятия стало понятнее, что делать дальше"),
    ("use", "Появилась уверенность в своих силах"),
    ("use", "Хочется попробовать это самостоятельно"),
    ("use", "Связь с прошлым занятием была видна"),
    ("use", "Домашнее задание имеет смысл"),
)
BLOCKS = {"clear": "Понятность", "pace": "Темп", "care": "Внимание", "use": "Польза"}


def lesson_feedback() -> QuestionnaireDefinition:
    """Twenty-four marks and six other questions."""
    marks = tuple(
        ItemDefinition(
            code=f"LF{number:02}", type="scale10", text=text, required=True, measure="quality", polarity=1, block=block,
            min_label="совсем нет", max_label="полностью",
        )
        for number, (block, text) in enumerate(MARKS, 1)
    )  # fmt: skip
    return QuestionnaireDefinition(
        code="lesson_feedback",
        title="Отклик после занятия с наставником",
        intro="Тридцать коротких вопросов о прошедшем занятии. Ответы помогают готовить следующее.",
        purpose="feedback",
        audience=("mentee_student",),
        minutes=6,
        visible_to=("curator",),
        blocks=tuple(BlockDefinition(code, label) for code, label in BLOCKS.items()),
        items=marks + _others(),
    )


def _others() -> tuple[ItemDefinition, ...]:
    return (
        ItemDefinition(code="LF_KIND", type="single", text="Какое это было занятие?", required=True,
                       options=_options("Практика", "Разбор случая", "Мастер-класс", "Экскурсия")),
        ItemDefinition(code="LF_HELP", type="multiple", text="Что помогло больше всего?",
                       options=_options("Показ", "Объяснение", "Обсуждение", "Попытка", "Подсказка")),
        ItemDefinition(code="LF_LACK", type="multiple", text="Чего не хватило?",
                       options=_options("Времени", "Примеров", "Оборудования", "Тишины")),
        ItemDefinition(code="LF_AGAIN", type="yesno", text="Нужно ли ещё одно занятие по этой теме?", required=True),
        ItemDefinition(code="LF_ADVISE", type="nps", text="Посоветуете ли это занятие другим?", required=True),
        ItemDefinition(code="LF_WORDS", type="text", text="Что ещё важно сказать о занятии?", long=True),
    )  # fmt: skip


def _options(*labels: str) -> tuple[OptionDefinition, ...]:
    return tuple(OptionDefinition(str(place), label) for place, label in enumerate(labels, 1))
