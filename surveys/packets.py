"""What a form or a program sent, read as answers before any SQL: pure, total, and never blanking by accident."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.conditions import visible_items
from surveys.definitions import QuestionnaireDefinition
from surveys.items import PRESENT, Answers, Fields, Value, type_of
from surveys.items.base import has_answer
from surveys.validation import check_submission


@dataclass(frozen=True)
class Packet:
    """Answers to store, codes to clear, and what could not be read, by answer code."""

    answers: dict[str, Value] = field(default_factory=dict)
    cleared: frozenset[str] = frozenset()
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.answers and not self.cleared

    def over(self, stored: Answers) -> dict[str, Value]:
        """The stored answers with this packet laid over them."""
        kept = {code: value for code, value in stored.items() if code not in self.cleared}
        return {**kept, **self.answers}


def read_packet(definition: QuestionnaireDefinition, fields: Fields) -> Packet:
    """Read the fields that belong to the questionnaire; unknown ones are not looked at.

    An empty field clears an answer only beside its marker `CODE.__present__`, which a page sends for an answer
    that the person saw there and removed. Without it a blank form can never wipe what another page has saved.
    The marker tells the answer that the page showed: one that stands as it was is not in the packet, for another
    page may know better by now.
    """
    answers: dict[str, Value] = {}
    cleared: set[str] = set()
    errors: dict[str, str] = {}
    for item in definition.items:
        parsed = type_of(item).parse(item, fields)
        errors.update(parsed.errors)
        for code, value in parsed.answers.items():
            if value is not None:
                if seen_mark(value) not in fields.get(f"{code}.{PRESENT}", ()):
                    answers[code] = value
            elif f"{code}.{PRESENT}" in fields:
                cleared.add(code)
    return Packet(answers, frozenset(cleared), errors)


def seen_mark(value: Value) -> str:
    """What a page remembers of an answer that it shows: enough to tell that it was not touched there."""
    said = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def problems_of(definition: QuestionnaireDefinition, packet: Packet, merged: Answers) -> dict[str, str]:
    """Everything that keeps the questionnaire from being sent, in the order of the page; hidden items excepted."""
    found: Mapping[str, str] = {**check_submission(definition, merged), **packet.errors}
    return {code: found[code] for code in visible_codes(definition, merged) if code in found}


def progress_of(definition: QuestionnaireDefinition, answers: Answers) -> tuple[int, int]:
    """How many of the questions that are shown have an answer, and how many are shown."""
    asked = [type_of(item).answer_codes(item) for item in visible_items(definition, answers)]
    questions = [codes for codes in asked if codes]
    return sum(1 for codes in questions if any(has_answer(answers, code) for code in codes)), len(questions)


def visible_codes(definition: QuestionnaireDefinition, answers: Answers) -> list[str]:
    """Answer codes of the items that are shown, each after the code of its item."""
    codes: list[str] = []
    for item in visible_items(definition, answers):
        codes += dict.fromkeys((item.code, *type_of(item).answer_codes(item)))
    return codes
