"""A profile in words: both texts when two people saved at once."""

from collections.abc import Mapping, Sequence

from portal.core.i18n import _
from portal.matching.mentors.actions import ProfileFacts
from portal.matching.mentors.criteria import POINTS, criteria
from portal.matching.mentors.kinds import TraitKind
from portal.matching.mentors.labels import minutes_in_words, times_in_words, traits_in_words
from portal.matching.mentors.models import MentorProfile
from portal.programs.definitions import formats

Words = dict[str, str]
LABELS = {
    TraitKind.AREA: _("Области помощи"),
    TraitKind.TYPE: _("Тип наставника"),
    TraitKind.AGE: _("С кем удобнее работать"),
    TraitKind.CHANNEL: _("Как удобно общаться"),
    TraitKind.LANGUAGE: _("Языки"),
    TraitKind.TRAINING: _("Чему хотелось бы научиться"),
}


def profile_words(codes: Sequence[str], facts: ProfileFacts) -> Words:
    """What the form of a profile asks."""
    chosen = {LABELS[kind]: traits_in_words(facts.traits.get(kind, ()), kind) for kind in LABELS}
    return {
        _("Формы наставничества"): "; ".join(each.name for code, each in formats().items() if code in codes),
        _("Чем помогает"): facts.competences,
        _("Опыт и намерения"): facts.about,
        _("Достижения"): facts.achievements,
        _("Интересы и увлечения"): facts.interests,
        **chosen,
        _("Времени в неделю"): minutes_in_words(facts.minutes_week),
        _("Когда удобно"): times_in_words(facts.traits.get(TraitKind.TIME, ())),
        _("Сколько наставляемых сразу"): str(facts.capacity),
    }


def facts_of(profile: MentorProfile) -> ProfileFacts:
    """What the profile says now."""
    return ProfileFacts(
        competences=profile.competences, achievements=profile.achievements, interests=profile.interests,
        about=profile.about, minutes_week=profile.minutes_week, capacity=profile.capacity,
        traits={kind: profile.codes_of(kind) for kind in TraitKind if kind != TraitKind.FORMAT},
    )  # fmt: skip


def score_words(points: Mapping[str, int]) -> Words:
    """Points by criterion."""
    return {each.name: POINTS[points[code]] if code in points else "–" for code, each in criteria().items()}
