"""The scales of the templates say what their methods say: golden answers by hand."""

import pytest

from surveys.checks import check_definition
from surveys.scoring import scale_range, scale_scores


def scales(definition, answers):
    return {each.scale.code: (each.score.value, each.level.label if each.level else None)
            for each in scale_scores(definition, answers)}  # fmt: skip


@pytest.mark.parametrize(
    ("marks", "level"),
    [
        ("000000", (0, "личная")),
        ("211000", (4, "личная")),
        ("221000", (5, "общепрофессиональная")),
        ("222110", (8, "общепрофессиональная")),
        ("222210", (9, "конкретно профессиональная")),
        ("222222", (12, "конкретно профессиональная")),
    ],
)
def test_the_level_of_motivation_rises_with_the_choice_of_a_profession(questionnaires, marks, level):
    answers = {f"CG{11 + place}": mark for place, mark in enumerate(marks)}
    assert scales(questionnaires["career_guidance"], answers) == {"CG_MOTIVATION": level}


def test_motivation_with_a_gap_has_no_level(questionnaires):
    assert scales(questionnaires["career_guidance"], {"CG11": "2"}) == {"CG_MOTIVATION": (None, None)}


def test_growth_has_three_parts_and_the_reverse_question_is_turned(questionnaires):
    answers = {f"GR0{n}": 4 for n in range(1, 10)} | {"GR03": 1, "GR07": 9, "GR08": 9, "GR09": 9}
    assert scales(questionnaires["growth_before"], answers) == {
        "GR_MOTIVATION": (6, "заметное продвижение"),
        "GR_COMPETENCE": (4, "начало пути"),
        "GR_PROFESSION": (9, "уверенный уровень"),
    }


@pytest.mark.parametrize(("mark", "level"), [("0", "не проходит"), ("1", "после обучения"), ("2", "проходит")])
def test_selection_adds_ten_criteria_up(questionnaires, mark, level):
    answers = {f"SS{n:02}": mark for n in range(1, 11)}
    assert scales(questionnaires["selection_sheet"], answers) == {"SS_SUM": (int(mark) * 10, level)}


def test_fitness_turns_duty_and_shyness_round(questionnaires):
    best = {f"MA{n:02}": "5" for n in range(1, 13)} | {"MA03": "1", "MA09": "1"}
    assert scales(questionnaires["mentor_primary"], best) == {"MA_FIT": (5, "можно приглашать")}
    assert scales(questionnaires["mentor_primary"], dict.fromkeys(best, "5"))["MA_FIT"][0] == pytest.approx(13 / 3)


def test_tired_and_tense_learners_lower_the_climate(questionnaires):
    calm = {f"CL{n:02}": 9 for n in range(1, 12)} | {"CL03": 2, "CL04": 2}
    found = scales(questionnaires["climate_learner_before"], calm)
    assert found == {"CL_CLIMATE": (9, "хорошо"), "CL_ADAPTATION": (9, "хорошо")}
    tired = {**calm, "CL03": 10, "CL04": 10}
    assert scales(questionnaires["climate_learner_after"], tired)["CL_CLIMATE"][0] == pytest.approx(7)


def test_the_words_of_a_scale_name_its_true_range(questionnaires):
    for definition in questionnaires.values():
        assert check_definition(definition) == []
        for scale in definition.scores:
            low, high = scale_range(definition, scale)
            assert scale.label.endswith(f"({low:g}–{high:g})"), (definition.code, scale.code)
            assert scale.levels[0].lowest == low
            assert scale.levels[-1].lowest <= high
