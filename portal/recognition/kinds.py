"""The words of recognition: kinds of awards, for whom they are, who decides and gives, states of a nomination."""

from enum import StrEnum


class AwardNature(StrEnum):
    """What an award is: money or goods, honour, or a title of the region or of an outside contest (RECO-1, RECO-7)."""

    MATERIAL = "material"
    MORAL = "moral"
    TITLE = "title"


class Audience(StrEnum):
    """For whom an award is. The three kinds of mentors are decided on separately (S0, ДК 1.5)."""

    TEACHER_MENTORS = "teacher_mentors"
    EMPLOYER_MENTORS = "employer_mentors"
    STUDENT_MENTORS = "student_mentors"
    MENTORS = "mentors"
    MENTEES = "mentees"
    CURATORS = "curators"
    PARTNERS = "partners"


class Giver(StrEnum):
    """Who gives it, and by whose papers: the organisation, a partner by its own rules (RECO-5), somebody above."""

    ORGANIZATION = "organization"
    PARTNER = "partner"
    REGION = "region"


class Paper(StrEnum):
    """What is printed for whoever is awarded; NONE where nothing is."""

    NONE = "none"
    DIPLOMA = "diploma"
    GRATITUDE = "gratitude"
    CERTIFICATE = "certificate"
    LETTER_PARENTS = "letter_parents"
    LETTER_PARTNERS = "letter_partners"


class NominationState(StrEnum):
    """NOMINATED waits for a decision, APPROVED for the order or for being given, SENT for an outcome from outside.

    DECLINED is a no of one's own, REFUSED one from outside, AWARDED is given.
    """

    NOMINATED = "nominated"
    APPROVED = "approved"
    SENT = "sent"
    DECLINED = "not_awarded"
    REFUSED = "refused"
    AWARDED = "awarded"


class Fact(StrEnum):
    """What the portal knows about a nominee, with a record behind it."""

    MEETINGS = "meetings"
    REPORT = "report"
    PAIR = "pair"
    PRACTICE = "practice"
    ANSWERS = "answers"
    TRAINING = "training"


MOST_CHOSEN = 200
CODE_LENGTH = 12
