"""The words of the community: spaces, threads, levels of following, reasons, decisions, states of a question."""

from enum import StrEnum


class SpaceKind(StrEnum):
    """What a space is for: talk, questions to a mentor, announcements that only the staff writes."""

    TALK = "talk"
    QUESTIONS = "questions"
    ANNOUNCEMENTS = "announcements"


class Circle(StrEnum):
    """Who may be among the readers of a space. A value that is a role's means whoever holds that role there.

    `member:…` means a place of this kind in the organisation; the last three are put together from several facts.
    """

    EVERYBODY = "everybody"
    MENTORS = "mentor"
    MENTEES = "mentee"
    PARENTS = "parent"
    CURATORS = "curator"
    GROUP_CURATORS = "group_curator"
    PSYCHOLOGISTS = "psychologist"
    PARTNERS = "partner_curator"
    STAFF = "member:employee"
    LEARNERS = "member:learner"
    ALUMNI = "member:alumnus"
    STUDENT_MENTORS = "student_mentor"
    YOUNG_TEACHERS = "young_teacher"


class Writers(StrEnum):
    """Who writes in a space: all of its circle, or only those who moderate it."""

    CIRCLE = "circle"
    MODERATORS = "moderators"


class ThreadKind(StrEnum):
    """An announcement waits for «Ознакомлен», a question for an answer."""

    TALK = "talk"
    ANNOUNCEMENT = "announcement"
    QUESTION = "question"


class Level(StrEnum):
    """What of a space or a thread becomes a notice."""

    ALL = "all"
    REPLIES = "replies"
    NONE = "none"


class FlagReason(StrEnum):
    """Why a post is flagged. DANGER hides it at once."""

    PERSONAL_DATA = "personal_data"
    RUDE = "rude"
    OFF_TOPIC = "off_topic"
    ADVERTISING = "advertising"
    DANGER = "danger"


class Verdict(StrEnum):
    """What a moderator decides about a post."""

    LEAVE = "leave"
    HIDE = "hide"
    SEND_BACK = "send_back"
    WARN = "warn"


class QuestionState(StrEnum):
    """NEW waits for somebody, TAKEN has one, ANSWERED has words, SOLVED has words that helped."""

    NEW = "new"
    TAKEN = "taken"
    ANSWERED = "answered"
    SOLVED = "solved"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What the author says two weeks later: did it work."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


WAITING = (QuestionState.NEW, QuestionState.TAKEN)
OVER = (QuestionState.SOLVED, QuestionState.CLOSED)
