"""Whatever is posted to the builder, the answer is a sentence in Russian and never a fault."""

import random

import pytest

from surveys.mapping import from_mapping, to_mapping

WORDS = ["", " ", "\x00", "\u202e", "💥" * 400, "ё" * 5_000, "[[Q1]]", "[[", "__na__", "-1", "1e999", "NaN", "²", "o1",
         "null", "<script>alert(1)</script>", "{{ 7 * 7 }}", "'; DROP TABLE item; --", "../..", "MARK", "\ud83d",
         "0" * 400]  # fmt: skip
NAMES = ["kind", "text", "hint", "code", "minimum", "maximum", "step", "max_choices", "select", "measure", "swot", "na",
         "option-0-label", "option-0-key", "option-1-label", "option-9999-label", "option-more", "row-0-label", "line",
         "row-0-key", "row-more", "seen", "after", "intent", "message", "min_label", "required", "polarity",
         "question", "operator", "value", "place", "join", "section", "title", "intro", "minutes", "purpose", "MET",
         "visible_to", "anonymous", "new_block", "label-B1", "least-B1", "block-MARK", "questionnaire", "version",
         "WAYS", "step"]  # fmt: skip
ENDS = {
    "/items": ["single", "multiple", "matrix", "scale", "number", "date", "text", "section"],
    "/items/MARK": ["scale10"],
    "/items/WAYS": ["multiple"],
    "/items/MARK/place": [],
    "/items/MARK/condition": [],
    "/settings": [],
    "/blocks": [],
    "/bank": [],
    "/preview": [],
    "/publication": [],
    "/undo": [],
}


@pytest.mark.parametrize("seed", range(15))
def test_no_input_is_a_fault(bench, seed):
    chance = random.Random(seed)
    for end, kinds in ENDS.items():
        fields = {chance.choice(NAMES): chance.choice(WORDS) for _n in range(8)}
        if kinds and chance.random() < 0.8:
            fields |= {"kind": chance.choice(kinds), "text": chance.choice(["Вопрос?", *WORDS])}
        fields = {name: value.encode("utf-8", "replace").decode() for name, value in fields.items()}
        answer = bench.post(end, _data=fields)
        assert answer.status_code in (200, 303, 404, 409, 422), (end, fields, answer.status_code)
    definition = bench.definition
    assert from_mapping(to_mapping(definition)) == definition
    assert bench.get().status_code == 200
    assert bench.get("/publication").status_code == 200
    assert bench.get("/preview").status_code == 200


@pytest.mark.parametrize(
    "query", ["?page=9999", "?q=%25_%00", "?kind=%F0%9F%92%A5", "?question=[[", "?after=../", "?width=x"]
)
def test_no_address_is_a_fault(bench, query):
    for end in ("", "/items/new", "/items/NO", "/items/MARK/condition", "/bank", "/preview", "/blocks", "/settings"):
        assert bench.get(end + query).status_code in (200, 303, 400, 404), (end, query)
