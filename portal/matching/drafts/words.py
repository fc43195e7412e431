"""The solver in words: criteria, rules, objectives, the proof, prices of choices, why a draft cannot be made.

Nothing here names who wished not to be paired with whom: every ground that is no rule of the year has one sentence.
"""

from collections.abc import Sequence

from portal.core.i18n import _, ngettext, ru_number
from portal.matching.drafts.answers import Answer, Left, Priced
from portal.matching.drafts.kinds import ChoiceKind, CriterionCode, HomeRule, RuleCode, RunState
from portal.matching.drafts.settings import MatchingSettings
from portal.matching.solving.drafts import Pair
from portal.matching.solving.kinds import Objective
from portal.matching.solving.pool import FULL, CannotSolve
from portal.matching.solving.scoring import Points
from portal.programs.kinds import RuleForce

POINT = 1_000
CRITERIA = {
    CriterionCode.AREA: _("Область помощи"),
    CriterionCode.TIME: _("Удобное время"),
    CriterionCode.AGE: _("Класс или курс"),
    CriterionCode.MENTOR_KIND: _("Кто наставник"),
    CriterionCode.CHANNEL: _("Способ общения"),
    CriterionCode.LANGUAGE: _("Языки"),
}
HOW = {
    CriterionCode.AREA: _("какая часть просьбы входит в то, с чем помогает наставник"),
    CriterionCode.TIME: _("общее время в неделе; два совпадения – уже все баллы"),
    CriterionCode.AGE: _("наставнику удобно с этим классом, курсом или с коллегами"),
    CriterionCode.MENTOR_KIND: _("старший товарищ, студент, педагог или специалист – кого просили"),
    CriterionCode.CHANNEL: _("какие способы общения удобны обоим"),
    CriterionCode.LANGUAGE: _("на каких языках наставляемого говорит и наставник; 0 – языки не важны"),
}
RULES = {
    RuleCode.FORMAT: _("наставник работает в этой форме"),
    RuleCode.AREA: _("есть общая область помощи"),
    RuleCode.TIME: _("есть общее удобное время"),
    RuleCode.AGE: _("наставник работает с этим классом или курсом"),
    RuleCode.LANGUAGE: _("есть общий язык"),
    RuleCode.GROUP: _("наставник не из той же группы"),
    RuleCode.INSIDE: _("наставник из этой же организации"),
    RuleCode.OUTSIDE: _("наставник из другой организации"),
}
OBJECTIVES = {
    Objective.COVERAGE: _("Чтобы наставник был у как можно большего числа людей"),
    Objective.TOTAL: _("Чтобы сумма баллов была наибольшей"),
    Objective.WORST_PAIR: _("Чтобы самая слабая пара была как можно сильнее"),
}
SHORT_OBJECTIVES = {
    Objective.COVERAGE: _("больше людей с наставником"),
    Objective.TOTAL: _("больше баллов вместе"),
    Objective.WORST_PAIR: _("сильнее самая слабая пара"),
}
HOMES = {
    HomeRule.ANY: _("откуда угодно"),
    HomeRule.INSIDE: _("только из этой же организации"),
    HomeRule.OUTSIDE: _("только из другой организации"),
}
BY_HAND = {
    RuleForce.BLOCK: _("не давать"),
    RuleForce.WARN: _("предупредить и спросить ещё раз"),
}
STATES = {
    RunState.QUEUED: _("Считается"),
    RunState.FAILED: _("Не получился"),
    RunState.DRAFT: _("Черновик"),
    RunState.PUBLISHED: _("Опубликован"),
    RunState.DISCARDED: _("Убран"),
}
TONES = {RunState.QUEUED: "wait", RunState.FAILED: "bad", RunState.DRAFT: "info", RunState.PUBLISHED: "good"}
CHOICES = {
    ChoiceKind.LOCK: _("Закреплена"),
    ChoiceKind.PICK: _("Выбрана вручную"),
    ChoiceKind.BAN: _("Запрещена"),
    ChoiceKind.RELAX: _("Правило снято"),
}
REFUSALS = {
    "unknown_key": _("Кого-то из выбранных людей в базе больше нет. Снимите этот выбор."),
    "held_twice": _("Для одного человека закреплены две пары. Снимите одну."),
    "held_and_barred": _("Одна и та же пара закреплена и запрещена. Снимите одно из двух."),
    "held_over_capacity": _("У наставника закреплено больше пар, чем свободных мест. Снимите одну или добавьте место."),
    "too_large": _("База слишком велика для одного подбора. Подберите по одной форме."),
}


def points_in_words(thousandths: int) -> str:
    """«82,5 балла» of thousandths of a point: tenths where there are any."""
    return _("%(n)s балла", n=number(thousandths)) if thousandths % POINT else ngettext(
        "%(num)s балл", "%(num)s баллов", thousandths // POINT
    )  # fmt: skip


def number(thousandths: int) -> str:
    """«82,46»: points as they are, zeros at the end left out, so that what is shown adds up."""
    whole, rest = divmod(abs(thousandths), POINT)
    sign = "−" if thousandths < 0 else ""
    return f"{sign}{ru_number(whole)}" + (f",{rest:03}".rstrip("0") if rest else "")


def signed(thousandths: int) -> str:
    """«+3» or «−3,5»; «0» for nothing."""
    return f"+{number(thousandths)}" if thousandths > 0 else number(thousandths)


def criterion_label(code: str) -> str:
    """«Область помощи»."""
    return CRITERIA[CriterionCode(code)]


def rule_label(code: str) -> str:
    """«есть общее удобное время»."""
    return RULES[RuleCode(code)]


def objective_label(code: str) -> str:
    """«больше людей с наставником»."""
    return SHORT_OBJECTIVES[Objective(code)]


def state_label(state: str) -> str:
    """«Черновик»."""
    return STATES[RunState(state)]


def state_tone(state: str) -> str:
    """The tone of the tag."""
    return TONES.get(RunState(state), "none")


def choice_label(kind: str) -> str:
    """«Закреплена»."""
    return CHOICES[ChoiceKind(kind)]


def reasons_of(points: Sequence[Points]) -> str:
    """Why a pair fits, in words: the criteria that are met in full, then those in part; «ответов пока нет»."""
    known = [each for each in points if each.is_answered and each.points]
    full = [criterion_label(each.code).lower() for each in known if each.points * 10 >= each.most * 9]
    part = [criterion_label(each.code).lower() for each in known if each.points * 10 < each.most * 9]
    said = []
    if full:
        said.append(_("совпадает: %(what)s", what=", ".join(full)))
    if part:
        said.append(_("частично: %(what)s", what=", ".join(part)))
    if not any(each.is_answered for each in points):
        return _("ответов пока нет, оценка ничего не говорит")
    return "; ".join(said) or _("по ответам ничего не совпало")


def answered_in_words(pair: Pair) -> str:
    """«ответы есть на 4 из 5»: on how many criteria the score rests on real answers."""
    return _("ответы есть по %(n)s из %(all)s критериев", n=sum(each.is_answered for each in pair.points),
             all=len(pair.points))  # fmt: skip


def proof_in_words(answer: Answer) -> list[str]:
    """What the certificate says, in plain sentences."""
    draft = answer.draft
    found = []
    if draft.objective == Objective.COVERAGE:
        found.append(
            _("Больше людей с наставником быть не может, а при таком числе людей не бывает большей суммы баллов.")
        )
    elif draft.objective == Objective.TOTAL:
        found.append(_("Никакое другое распределение не даст большей суммы баллов."))
    else:
        found.append(_("Больше людей с наставником быть не может."))
        found.append(_("Самую слабую пару нельзя сделать сильнее, не оставив кого-то без наставника."))
    found.append(
        _("Это проверено отдельно от поиска: у каждого человека и каждого места есть цена, ни одна разрешённая пара не "
          "стоит больше двух своих цен, и вместе цены дают ровно этот черновик.")
    )  # fmt: skip
    if draft.choices.held or draft.choices.barred:
        found.append(_("Выбор вручную при этом соблюдён: лучше не бывает именно с ним."))
    return found


def gain_in_words(answer: Answer) -> str:
    """What the draft gains over first come, first served."""
    draft, simple = answer.draft, answer.first_come
    people = len(draft.pairs) - simple.matched
    points = draft.total - simple.total
    if not people and not points:
        return _("В порядке очереди вышло бы так же хорошо.")
    said = []
    if people > 0:
        said.append(ngettext("наставник есть ещё у %(num)s человека", "наставник есть ещё у %(num)s человек", people))
    if points:
        said.append(_("сумма баллов: %(gain)s (вместо %(simple)s)", gain=signed(points), simple=number(simple.total)))
    return _("По сравнению с порядком очереди %(what)s.", what=", ".join(said))


def price_in_words(priced: Priced) -> str:
    """«−3, меняются ещё две пары»."""
    said = []
    if priced.matched:
        said.append(ngettext("человек с наставником: %(sign)s%(num)s", "людей с наставником: %(sign)s%(num)s",
                             abs(priced.matched), sign="−" if priced.matched < 0 else "+"))  # fmt: skip
    said.append(_("сумма баллов: %(n)s", n=signed(priced.total)))
    if priced.others:
        said.append(ngettext("наставник меняется ещё у %(num)s человека", "наставник меняется ещё у %(num)s человек",
                             len(priced.others)))  # fmt: skip
    if not priced.total and not priced.matched and not priced.others:
        return _("ничего не стоит")
    return ", ".join(said)


def left_in_words(left: Left, is_blocked: bool) -> str:
    """Why somebody has no mentor."""
    if left.possible:
        if is_blocked:
            return _("Мест у подходящих наставников меньше, чем людей.")
        return _("Места подходящих наставников нужнее другим: так сумма баллов больше.")
    if left.rules:
        code, count = max(left.rules, key=lambda each: (each[1], each[0]))
        return _("Подходящих наставников нет. Чаще всего мешает правило «%(rule)s»: наставников %(n)s.",
                 rule=rule_label(code), n=count)  # fmt: skip
    return _("Подходящих наставников нет: никто не работает в этой форме, или пара запрещена правилами.")


def refusal_words(problem: CannotSolve) -> str:
    """Why the solver could not begin; names nobody, and no ground but a rule of the year."""
    if problem.code == "held_but_forbidden":
        broken = [RULES[RuleCode(code)] for code in problem.keys[2:] if code in set(RuleCode)]
        if broken:
            return _("Закреплённой паре мешает правило «%(rule)s». Снимите правило для этого человека или выбор.",
                     rule="», «".join(broken))  # fmt: skip
        return _("Закреплённая пара запрещена правилами. Снимите этот выбор.")
    return REFUSALS.get(problem.code, _("С таким выбором вручную подобрать нельзя. Снимите его."))


def settings_in_words(settings: MatchingSettings) -> list[tuple[str, str]]:
    """Weights and rules of a draft: label and value."""
    weighed = [f"{CRITERIA[code].lower()} – {weight}" for code, weight in settings.weights.items() if weight]
    rules = [RULES[RuleCode(each.code)] for each in settings.rules if each.code != RuleCode.FORMAT]
    if settings.reporting:
        rules.append(_("никто не наставник своему подчинённому"))
    return [
        (_("Главное"), OBJECTIVES[Objective(settings.objective)]),
        (_("Веса критериев"), ", ".join(weighed)),
        (_("Обязательно"), "; ".join(rules) or _("только форма наставничества")),
        (_("Пара из списка запретов вручную"), BY_HAND[RuleForce(settings.conflicts)]),
    ]


WHOLE_SCORE = FULL // POINT
