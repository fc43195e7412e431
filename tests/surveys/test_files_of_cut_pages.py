"""A file holds the whole wave; the page of a part says so beside the button, and so does the page of the work."""

import re
from datetime import timedelta
from typing import Any

from portal.core import clock
from portal.core.db import db
from surveys.exchange.answers.jobs import ask_for_export
from surveys.results.privacy import Reading
from tests.surveys.attacker import QUESTIONS
from tests.surveys.crowds import make_wave


def test_the_button_and_the_work_say_what_the_file_holds(world: Any, client_as: Any) -> None:
    wave = make_wave(world.school_1, QUESTIONS, [{"PLACE": "ab"[n % 2], "MET": "yes", "MARK": 7} for n in range(24)])
    wave.opens_at, wave.closes_at = clock.now() - timedelta(days=9), clock.now() - timedelta(days=1)
    db.session.commit()
    for who, words in (("kira", "Файлы: все ответы анкеты"), ("denis", "Файлы: сводка по всей анкете")):
        for query, ending in (("", " "), ("?by=PLACE:a", ", без среза ")):
            html = client_as(who).get(f"/surveys/{wave.public_id}/results{query}").text
            said = " ".join(re.sub(r"<[^>]+>", " ", html).split())
            assert words + ending in said, (who, query)
            assert f"/surveys/{wave.public_id}/results.xlsx" in html
    job = ask_for_export(world.actor("kira"), wave, "xlsx", Reading(names=True, k=1, k_texts=1))
    assert job.title == "Результаты, все ответы: Волна"
