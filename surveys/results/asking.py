"""One question for the page, its pictures, its print and every file: what does this reader see of this wave?

`figures_for` is the only way from a wave to its figures, so none of them can say more than the others.
"""

from collections.abc import Sequence
from dataclasses import replace

from portal.core import clock
from surveys.definitions import QuestionnaireDefinition
from surveys.items.summaries import RESPONSES
from surveys.models import SurveyAssignment
from surveys.queries import WaveState, counts_of, state_of
from surveys.results.crosstab import not_open, one_at_a_time
from surveys.results.cuts import counts_by, cut_counts
from surveys.results.figures import Results, build_results, parts_of
from surveys.results.filters import Cut, responses_of
from surveys.results.opening import opening_of
from surveys.results.privacy import Reading, frozen, leaving, told_to, too_few
from surveys.results.release import released_counts
from surveys.results.slices import Slice
from surveys.results.turnout import Turnout
from surveys.storage import compiled


def figures_for(
    reading: Reading, wave: SurveyAssignment, cuts: Sequence[Cut] = (), *, with_pictures: bool = True
) -> Results:
    """The figures of a wave, or of the part that the cuts leave, for one reader.

    The whole wave comes from prepared counters, whatever the number of responses; a part is counted in the database.
    Without names the figures are those of the last release; `closed` says why there are none.
    """
    definition = told_to(reading, compiled(wave.version_id))
    if not cuts:
        return _whole(reading, wave, definition, with_pictures)
    if reading.names:
        counts = cut_counts(definition, responses_of(wave, cuts))
        n = counts[RESPONSES]
        found = build_results(
            definition, counts, reading, submitted=n, turnout=Turnout.of(wave), with_pictures=with_pictures
        )
        return replace(found, cuts=tuple(cuts))
    return _part(reading, wave, definition, cuts, with_pictures)


def lag_of(reading: Reading, wave: SurveyAssignment) -> str:
    """Why the figures of this reader lag behind the answers that came in; empty where they do not."""
    if reading.names or not reading.opens(wave.released):
        return ""
    if wave.taken_back:
        return leaving(wave.taken_back)
    waiting = wave.submitted - wave.released
    if waiting <= 0:
        return ""
    is_over = state_of(wave, clock.now()) is WaveState.CLOSED
    return frozen(waiting, reading.k, is_over=is_over)


def _whole(
    reading: Reading, wave: SurveyAssignment, definition: QuestionnaireDefinition, with_pictures: bool
) -> Results:
    seen = reading.sees(wave)
    if not reading.opens(seen):
        turnout = Turnout.of(wave)
        return Results(submitted=wave.submitted, turnout=turnout, reading=reading, closed=too_few(turnout, reading.k))
    counts = counts_of(wave.id) if reading.names else released_counts(wave.id)
    known = None if reading.names else {code for code, key in counts if key == RESPONSES[1]}
    found = build_results(
        definition, counts, reading, submitted=seen, turnout=Turnout.of(wave), with_pictures=with_pictures, known=known
    )
    return replace(found, lag=lag_of(reading, wave))


def _part(
    reading: Reading,
    wave: SurveyAssignment,
    definition: QuestionnaireDefinition,
    cuts: Sequence[Cut],
    with_pictures: bool,
) -> Results:
    def closed(why: str) -> Results:
        return Results(submitted=wave.released, turnout=Turnout.of(wave), reading=reading, closed=why, cuts=tuple(cuts))

    if not reading.opens(wave.released):
        return closed(_whole(reading, wave, definition, with_pictures).closed)
    if len(cuts) > 1:
        return closed(one_at_a_time())
    cut, opening = cuts[0], opening_of(wave, definition, reading.k)
    if opening.closed or not opening.opens(cut.dimension.code, cut.value):
        return closed(opening.closed or not_open(reading.k))
    parts = counts_by(definition, responses_of(wave, released=True), cut.dimension)
    part = Slice(wave=wave, cut=cut, parts=parts, opening=opening, k=reading.k, with_pictures=with_pictures)
    n = parts[cut.value][RESPONSES]
    return Results(
        submitted=n, turnout=Turnout.of(wave), reading=reading,
        parts=tuple(parts_of(definition, part.result)), cuts=tuple(cuts),
    )  # fmt: skip
