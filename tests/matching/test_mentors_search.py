"""Mentors are found by what they say of themselves, by whoever may read the profile, while the profile is open."""

import sqlalchemy as sa

from portal.core.db import db
from portal.core.personal_data import Basis
from portal.core.search.index import SearchDocument
from portal.core.search.registry import KINDS, find, rebuild
from portal.core.subjects import ERASERS, Erasing
from portal.matching.mentors import actions
from portal.matching.mentors.actions import ProfileFacts
from portal.matching.mentors.search import forget_own_profiles
from portal.privacy.queries.holdings import find_subject
from tests.matching.mentoring import offer


def found(world, key, text):
    """Titles that this member of the cast finds."""
    return [each.title for each in find(KINDS["mentor"], world.actor(key), text, limit=5).finds]


def test_a_profile_is_found_by_its_words_and_never_after_it_is_closed(world, cycle):
    profile = offer(world, competences="Робототехника и олимпиады", about="Люблю шахматы")
    for who, titles in {"kira": ["Педагог, Колледж"], "nina": ["Педагог, Колледж"], "misha": [], "karim": []}.items():
        assert found(world, who, "робототехнику") == titles, who
    actions.fill(world.actor("kira"), profile, ["teacher_student"], ProfileFacts(competences="Сварка"))
    assert (found(world, "kira", "робототехника"), found(world, "kira", "сварка")) == ([], ["Педагог, Колледж"])
    assert found(world, "kira", "Орлова") == []
    rebuild()
    assert found(world, "kira", "сварка") == ["Педагог, Колледж"]
    actions.leave(world.actor("kira"), profile, reason="")
    assert found(world, "kira", "сварка") == []


def test_words_of_a_profile_leave_the_index_with_the_consent_they_rest_on(world, cycle):
    offer(world, competences="Робототехника")
    stays = sa.select(sa.func.count()).select_from(SearchDocument).where(SearchDocument.kind == "mentor")
    subject = find_subject(world.nina)
    for organization, left in ((world.school_2, 1), (world.school_1, 0)):
        erasing = Erasing(subject=subject, basis=Basis.CONSENT, organization_id=organization.id)
        assert [line.rows for line in forget_own_profiles(erasing)] == [1 - left]
        assert db.session.scalar(stays) == left
    assert forget_own_profiles in ERASERS
