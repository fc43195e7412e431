"""The library: every kind of questionnaire that the customers name has its template, and each keeps its promises."""

from types import SimpleNamespace

import pytest

from portal.access.roles import Role
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.items import type_of
from surveys.labels import PURPOSES
from surveys.loading import load_questionnaires
from surveys.stages import AUDIENCES, FORMS, LibraryFilter, by_stage, library

TEMPLATES = load_questionnaires()
CODES = {each.code for each in TEMPLATES}
STAFF = {"curator", "methodologist", "psychologist", "social_educator", "group_curator", "teacher", "partner",
         "committee", "student_council", "head", "operator"}  # fmt: skip
# Customer → stage of its own document → the kinds that it asks for there.
CUSTOMERS = {
    "АмАК": {
        "1. Сообщество наставников и наставляемых": ("feedback_mentee_s0", "feedback_mentor_s0", "mentor_report_form"),
        "2. Молодые специалисты": ("young_difficulties", "climate", "intention"),
        "3. Самостоятельная деятельность обучающихся": ("feedback_mentee_s0", "climate"),
        "4. Потенциал обучающихся": ("intention", "monitor_effect"),
    },
    "Братск": {
        "Потенциал": ("needs_learner", "needs_teacher", "needs_mentor", "self_diagnosis_ya", "competence_diag",
                      "career_diag"),
        "Старт": ("climate", "unified_form"),
        "Продвижение": ("peer_feedback", "intention"),
        "Возможности": ("final_mentee", "practice_form"),
        "Содружество": ("peer_feedback", "practice_form"),
        "Мониторинг": ("oo_monitoring", "climate"),
    },
    "ЧГТТ": {
        "2. Базы": ("needs_learner", "nomination", "student_council_opinion"),
        "3. Работа пар": ("climate",),
    },
    "ВПК": {
        "1": ("participation_application",),
        "2": ("needs_learner", "needs_teacher", "needs_clarify"),
        "3": ("mentor_profile", "mentor_primary"),
        "4": ("selection_sheet", "mentor_extended", "mentor_training_needs", "swot"),
        "5": ("preference", "compatibility_mentor", "compatibility_mentee"),
        "6": ("first_meeting", "trial_meeting", "meeting_feedback", "reflection", "monitor_dynamics", "monitor_effect"),
        "7": ("final_mentor", "final_mentee", "final_curator", "mentor_report_form", "curator_report_form",
              "project_review", "practice_form"),
    },
    "АМТ": {
        "I": ("needs_prelim",),
        "II": ("mentee_profile",),
        "III": ("mentor_interview", "mentor_profile"),
        "IV": ("selection_sheet", "mentor_training_needs"),
        "V": ("compatibility_psych",),
        "VI": ("strengths",),
        "VII": ("mentee_review", "mentor_report_form", "growth_assessment", "final_mentee"),
    },
}  # fmt: skip
# Three of the first questionnaires are longer: their methods count more statements.
LONG = {"mentor_candidate", "needs_teacher", "curator_review"}
MOST_QUESTIONS = 15
THE_FIRST = {"needs_student", "student_mentee_before", "student_mentee_after", "teacher_mentee_before",
             "teacher_mentee_after", "employer_mentee_after", "mentor_after"}  # fmt: skip
SECONDS = {"scale10": 12, "scale": 12, "nps": 12, "yesno": 8, "single": 12, "multiple": 20, "ranking": 40, "text": 30,
           "number": 20, "date": 8, "file": 40}  # fmt: skip
each_template = pytest.mark.parametrize("definition", TEMPLATES, ids=lambda each: each.code)


def test_every_kind_of_the_documents_has_a_template():
    kinds = library().kinds
    assert len({kind.code for kind in kinds}) == len(kinds) == 47
    assert all(kind.title and kind.templates for kind in kinds)
    assert {code for kind in kinds for code in kind.templates} == CODES


def test_every_template_stands_in_one_stage():
    placed = [code for stage in library().stages for code in stage.templates]
    assert len(placed) == len(set(placed))
    assert set(placed) == CODES


@pytest.mark.parametrize("customer", CUSTOMERS)
def test_every_stage_of_every_customer_has_a_template(customer):
    kinds = {kind.code: kind for kind in library().kinds}
    for stage, named in CUSTOMERS[customer].items():
        assert named, stage
        assert {code for kind in named for code in kinds[kind].templates} <= CODES


def test_no_kind_is_left_without_a_customer():
    asked = {kind for stages in CUSTOMERS.values() for named in stages.values() for kind in named}
    assert {kind.code for kind in library().kinds} == asked


@each_template
def test_a_template_says_whom_when_and_why(definition: QuestionnaireDefinition):
    assert definition.purpose in PURPOSES
    assert definition.audience
    assert set(definition.audience) <= set(AUDIENCES)
    assert definition.forms == ("all",) or set(definition.forms) <= set(FORMS)
    assert definition.moment
    assert "составлены для портала" in definition.source
    assert set(definition.visible_to) <= set(Role)
    assert not (definition.anonymous and definition.visible_to)


@each_template
def test_a_template_fits_its_minutes_and_a_phone(definition: QuestionnaireDefinition):
    assert definition.minutes
    assert _minutes(definition) <= definition.minutes
    if definition.code in LONG:
        return
    assert definition.minutes <= 9
    questions = [item for item in definition.items if type_of(item).is_question]
    if not set(definition.audience) <= STAFF and definition.code not in THE_FIRST:
        assert len(questions) <= MOST_QUESTIONS


def _minutes(definition: QuestionnaireDefinition) -> float:
    """How long a practised reader needs; a question that depends on another is met by half of the people."""
    return sum(_seconds(item) / (2 if item.show_if else 1) for item in definition.items) / 60


def _seconds(item: ItemDefinition) -> float:
    if item.type == "matrix":
        return 10 + 10 * len(item.rows)
    if not type_of(item).is_question:
        return 2
    if item.type == "text" and item.long:
        return 75 if item.required else 40
    return SECONDS[item.type] if item.required else SECONDS[item.type] * 0.4


@each_template
def test_entry_and_exit_ask_the_same_items(definition: QuestionnaireDefinition):
    if not definition.pair_with:
        return
    other = next(each for each in TEMPLATES if each.code == definition.pair_with)
    assert other.pair_with == definition.code
    assert other.anonymous == definition.anonymous
    common = definition.by_code.keys() & other.by_code.keys()
    assert len(common) >= 9
    for code in common:
        mine, theirs = definition.by_code[code], other.by_code[code]
        for part in ("type", "polarity", "measure", "block", "labels", "minimum", "maximum", "allows_na"):
            assert getattr(mine, part) == getattr(theirs, part), (code, part)


@pytest.mark.parametrize("pair", ["growth", "climate_learner", "climate_teacher"])
def test_new_pairs_keep_words_and_scales_too(questionnaires, pair):
    before, after = questionnaires[f"{pair}_before"], questionnaires[f"{pair}_after"]
    assert before.scores == after.scores
    assert before.blocks == after.blocks
    assert [item for item in before.items if item.code in after.by_code and item.measure == "state"] == [
        item for item in after.items if item.code in before.by_code and item.measure == "state"
    ]
    assert {code for score in before.scores for code in score.items} <= before.by_code.keys() & after.by_code.keys()


def test_a_repeated_measurement_asks_what_was_asked_at_entry(questionnaires):
    for who in ("student", "teacher"):
        first, again = questionnaires[f"{who}_mentee_before"].by_code, questionnaires[f"influence_{who}"].by_code
        state = {code for code, item in again.items() if item.measure == "state"}
        assert len(state) >= 7
        assert all(first[code].labels == again[code].labels for code in state)


def test_both_looks_at_a_young_specialist_have_the_same_rows(questionnaires):
    own, staff = questionnaires["young_specialist_self"], questionnaires["young_specialist_review"]
    assert own.scores == staff.scores
    for table in ("YS_LESSON", "YS_GROUP", "YQ_MATRIX"):
        assert own.by_code[table].rows == staff.by_code[table].rows
        assert list(own.by_code[table].labels) == list(staff.by_code[table].labels)


@each_template
def test_what_is_hidden_below_a_condition_is_never_in_a_scale(definition: QuestionnaireDefinition):
    conditional = {item.code for item in definition.items if item.show_if}
    assert not conditional & {code for score in definition.scores for code in score.items}


@each_template
def test_anonymous_templates_ask_for_no_file_and_no_name(definition: QuestionnaireDefinition):
    if definition.anonymous:
        assert all(item.type != "file" for item in definition.items)
        assert not [item.code for item in definition.items if "фамили" in (item.text + item.hint).lower()]


def row(code: str) -> SimpleNamespace:
    found = next(each for each in TEMPLATES if each.code == code)
    details = {
        "audience": list(found.audience),
        "forms": list(found.forms),
        "moment": found.moment,
        "source": found.source,
    }
    return SimpleNamespace(code=code, title=found.title, details=details)


def test_the_library_stands_in_the_order_of_the_programme():
    own = SimpleNamespace(code="of_a_school", title="Своя", details={})
    double = row("swot_session")
    stages = by_stage([own, row("swot_session"), row("mentor_after"), row("mentor_before"), double])
    assert [label for label, _rows in stages] == [
        "Отбор и подготовка наставников", "Начало работы: исходный замер", "Итоги", "Другие анкеты",
    ]  # fmt: skip
    assert [each.code for each in stages[0][1]] == ["swot_session", "swot_session"]
    assert stages[-1][1] == [own]


@pytest.mark.parametrize(
    ("args", "found"),
    [
        ({"q": "SWOT"}, {"swot_session"}),
        ({"q": "уточняющий НАБЛЮДЕНИЕ"}, {"needs_clarifying"}),
        ({"who": "student_council"}, {"student_council_opinion"}),
        ({"who": "psychologist", "q": "заключение"}, {"pair_compat_psychologist"}),
        ({"form": "nothing", "who": "nobody", "q": "SWOT"}, {"swot_session"}),
        ({"q": "нет такой"}, set()),
    ],
)
def test_a_questionnaire_is_found_by_words_person_and_form(args, found):
    wanted = LibraryFilter.from_args(args)
    assert {code for code in CODES if wanted.lets_through(row(code))} == found


def test_a_form_of_mentoring_finds_its_own_and_the_common_ones():
    wanted = LibraryFilter.from_args({"form": "employer_school"})
    found = {code for code in CODES if wanted.lets_through(row(code))}
    assert {"career_guidance", "employer_mentee_before", "meeting_feedback"} <= found
    assert not {"teacher_mentee_before", "student_council_opinion"} & found
