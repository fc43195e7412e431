"""Examples of what questionnaires promise: terms and settings of a wave, withdrawal, files with answers."""

import io
import json
from typing import Any

from tests.house.asked import NONE, Case, Example, Script, foreign, own
from tests.house.examples_surveys import ASSIGN_1, personal, of_wave
from tests.house.stage import EVERYBODY, Call, Stage

KARIM = frozenset({"karim"})
SETTINGS = {"mode": "named", "min_group": "7", "readers": "curator", "version": "1"}
MODES: dict[str, Example] = {
    "GET surveys.trust": personal(),
    "GET surveys.confirm_withdrawal": personal(),
    "POST surveys.withdraw": personal(),
    "GET surveys.own_file": personal(),
    "POST surveys.bring_own_file": personal(),
    "GET surveys.settings": of_wave(ASSIGN_1, KARIM),
    "POST surveys.save_settings": of_wave(ASSIGN_1, KARIM, **SETTINGS),
    "GET surveys.answer_files": of_wave(ASSIGN_1, KARIM),
    "POST surveys.bring_files": of_wave(ASSIGN_1, KARIM),
}
