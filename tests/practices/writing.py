"""How a practice is written and published in tests."""

from portal.practices import actions
from portal.practices.kinds import Evidence, Section
from tests.conftest import NOW

TODAY = NOW.date()
STEPS = [
    {"title": "Договоритесь об одном вопросе", "who": "пара", "takes": "10 минут", "result": "вопрос записан"},
    {"title": "Сходите на урок к наставнику", "who": "молодой педагог", "takes": "урок", "result": "наблюдения"},
    {"title": "Обсудите только этот вопрос", "who": "пара", "takes": "20 минут", "result": "одно решение"},
]
RESULTS = [{"indicator": "Время вопросов учеников", "before": "4 минуты", "after": "11 минут", "people": 12,
            "period": "полугодие", "method": "хронометраж"}]  # fmt: skip
CARD = {
    Section.ESSENCE: {
        "title": "Час тишины",
        "summary": "Пара ходит друг к другу на уроки и обсуждает один вопрос.",
        "task": "Открытый урок превращается в экзамен, и ошибок не видно.",
    },
    Section.AUDIENCE: {
        "formats": ["teacher_teacher"], "kinds": ["individual"], "module": "progress",
        "participants": ["young_teacher"], "places": ["school"], "needs": ["lesson_analysis"],
    },
    Section.CONDITIONS: {"duration": "3 месяца", "hours": "from_1_to_3", "resources": "none", "supplies": "Бланк"},
    Section.STEPS: {"steps": STEPS},
    Section.RESULTS: {
        "results": RESULTS, "reasoning": "Внимание к одному вопросу снимает страх оценки.",
        "cautions": "Не сработает, если урок смотрит администрация.", "links": "https://example.org/lesson",
    },
    Section.RIGHTS: {"licensed_on": TODAY, "depicted_on": TODAY, "change_note": ""},
}  # fmt: skip


def fill(actor, version, **said):
    """Fill every section; `said` replaces values of any of them."""
    for section, values in CARD.items():
        own = {name: said.get(name, value) for name, value in values.items()}
        actions.save_section(actor, version, section, own)


def publish(world, practice, evidence=1):
    """Hand in, let the curator pass it on and the operator publish it."""
    curator = "karim" if practice.organization_id == world.school_2.id else "kira"
    actions.submit_for_review(world.actor("nina"), practice, skips_organization=False)
    actions.pass_on(world.actor(curator), practice)
    actions.publish_practice(world.actor("olga"), practice, evidence=Evidence(evidence), on=TODAY)
