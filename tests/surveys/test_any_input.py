"""Whatever a program posts or a row holds, no item type raises."""

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.conditions import visible_answers
from surveys.counting import response_counts
from surveys.items import NA, type_of
from surveys.mapping import from_mapping
from surveys.validation import check_submission, pipe
from tests.surveys.conftest import EVERY_TYPE
from tests.surveys.forms import parse_form, random_form

DEFINITION = from_mapping(EVERY_TYPE)
NAMES = sorted({name for item in DEFINITION.items for name in type_of(item).fields(item)})
TYPED = st.one_of(
    st.text(st.characters(), max_size=30),
    st.sampled_from(
        ["", "a", "b", "other", NA, "yes", "1", "10", "1e999", "-0", "nan", "99999999999999999999", "²",
         "2026-11-17", "30.02.2026", "0001-01-01", "1\x00", "\ud800", "AbCdEfGhIjKlMnOpQrStUv"]
    ),
)  # fmt: skip
FORMS = st.dictionaries(st.sampled_from(NAMES), st.lists(TYPED, max_size=4), max_size=25)
STORED = st.one_of(
    TYPED,
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.lists(st.one_of(TYPED, st.integers(), st.none()), max_size=4),
)
CODES = sorted({code for item in DEFINITION.items for code in type_of(item).answer_codes(item)})
ROWS = st.dictionaries(st.sampled_from(CODES), STORED, max_size=len(CODES))


@settings(max_examples=400, deadline=None)
@given(FORMS)
def test_parsing_never_raises_and_what_it_stores_is_stable(form):
    for item in DEFINITION.items:
        item_type = type_of(item)
        parsed = item_type.parse(item, form)
        assert set(parsed.answers) | set(parsed.errors) <= set(item_type.answer_codes(item))
        assert parsed.given or not any(name in form for name in item_type.fields(item))
        answers = {code: value for code, value in parsed.answers.items() if value is not None}
        again = item_type.parse(item, item_type.as_fields(item, answers))
        assert {code: value for code, value in again.answers.items() if value is not None} == answers
        str(answers).encode()


@settings(max_examples=400, deadline=None)
@given(ROWS)
def test_labels_cells_counts_and_checks_are_total(answers):
    for item in DEFINITION.items:
        item_type = type_of(item)
        assert isinstance(item_type.label(item, answers), str)
        assert len(item_type.cells(item, answers)) == len(item_type.columns(item))
        assert all(isinstance(key, str) for _code, key in item_type.counts(item, answers))
        item_type.problems(item, answers)
    response_counts(DEFINITION, answers)
    check_submission(DEFINITION, answers)
    pipe(" ".join(f"[[{code}]]" for code in CODES), answers, DEFINITION)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100_000))
def test_stored_answers_fill_the_form_they_came_from(seed):
    answers, errors = parse_form(DEFINITION, random_form(DEFINITION, seed))
    assert errors == {}
    filled = {}
    for item in DEFINITION.items:
        filled.update(type_of(item).as_fields(item, answers))
    assert parse_form(DEFINITION, filled) == (answers, {})
    assert visible_answers(DEFINITION, answers) == answers


def test_a_save_without_an_item_leaves_it_alone():
    for item in DEFINITION.items:
        assert not type_of(item).parse(item, {"submission_key": ["x"], "intent": ["save"]}).given
