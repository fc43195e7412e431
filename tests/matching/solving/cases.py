"""Small pools, and the witness: every way to place everybody, tried one by one."""

import random
from collections.abc import Iterator, Mapping, Sequence

from portal.matching.solving.drafts import open_part
from portal.matching.solving.kinds import Ground, Hold, Measure, Objective, RuleKind
from portal.matching.solving.pool import Ban, Barred, Choices, Criterion, Held, Mentee, Mentor, Pool, Rule
from portal.matching.solving.scoring import Scores

LANGUAGE = Rule(code="common_language", kind=RuleKind.SHARED, asks="language")
SUBJECT = Rule(code="same_subject", kind=RuleKind.SHARED, asks="subject")


def rated(table: Sequence[Sequence[int]], capacity: Sequence[int] | None = None, names: str = "ABCDEFG") -> Pool:
    """A pool in which mentee `names[row]` and mentor `str(column + 1)` have that many whole points."""
    criterion = Criterion(code="rating", weight=1, measure=Measure.RATED)
    mentees = tuple(
        Mentee(key=names[row], answers={"rating": {str(at + 1): worth * 10 for at, worth in enumerate(line)}})
        for row, line in enumerate(table)
    )
    places = capacity or [1] * len(table[0])
    return Pool(
        mentees=mentees,
        mentors=tuple(Mentor(key=str(at + 1), capacity=n) for at, n in enumerate(places)),
        criteria=(criterion,),
    )


def drawn(rng: random.Random, *, most: int = 7) -> tuple[Pool, Choices]:
    """A random pool with ties, missing answers, groups, bans, a rule and now and then something set by hand."""
    mentors = [
        Mentor(
            key=f"m{at}", capacity=rng.choice([0, 1, 1, 2, 3]), people=frozenset({f"p{at}"}),
            answers={"area": _some(rng, "abcd"), "age": rng.randint(1, 4), "subject": _some(rng, "xyz"),
                     "language": _some(rng, "rbe")},
        )
        for at in range(rng.randint(1, 4))
    ]  # fmt: skip
    keys = [each.key for each in mentors]
    mentees = []
    for at in range(rng.randint(1, most)):
        answers = {"area": _some(rng, "abcd"), "subject": _some(rng, "xyz"), "chosen": tuple(rng.sample(keys, 1)),
                   "language": _some(rng, "rbe")}  # fmt: skip
        if rng.random() < 0.7:
            answers["age"] = rng.randint(1, 4)
        people = frozenset({f"s{at}", rng.choice(["p0", "s", "t", "u"])}) if rng.random() < 0.3 else frozenset()
        mentees.append(Mentee(key=f"e{at}", answers=answers, people=people, applied=str(rng.randint(1, 3))))
    for at in range(rng.randint(0, 2)):  # whole groups: several people behind one place
        answers = {"area": _some(rng, "abcd"), "language": _some(rng, "rbe")}
        people = frozenset({f"g{at}{letter}" for letter in "abc"[: rng.randint(2, 3)]} | {rng.choice(["v", "w"])})
        mentees.append(Mentee(key=f"g{at}", answers=answers, people=people, applied=str(rng.randint(1, 3))))
    bans = set(conflicts(rng, mentees, mentors)) | {
        Ban(
            mentee=rng.choice(mentees).key,
            mentor=rng.choice(keys),
            ground=rng.choice([Ground.CONFLICT, Ground.REFUSED]),
        )
        for _each in range(rng.randint(0, 3))
    }
    criteria = (
        Criterion(code="area", weight=rng.randint(1, 5), measure=Measure.SHARE),
        Criterion(code="age", weight=rng.randint(1, 3), measure=Measure.NEAR, span=3),
        Criterion(code="chosen", weight=1, measure=Measure.CHOSEN_BY_MENTEE, span=2),
    )
    if rng.random() < 0.6:
        criteria += (Criterion(code="language", weight=rng.randint(1, 3), measure=Measure.SHARE),)
    rules = (SUBJECT,) if rng.random() < 0.6 else ()
    rules += (LANGUAGE,) if rng.random() < 0.4 else ()
    pool = Pool(mentees=tuple(mentees), mentors=tuple(mentors), criteria=criteria, rules=rules, bans=frozenset(bans))
    return pool, Choices()


def conflicts(rng: random.Random, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> Iterator[Ban]:
    """Pairs of people who may not be joined, as bans of everybody behind whom one of them stands."""
    everybody = sorted({person for each in mentees for person in each.people})
    for _each in range(rng.randint(0, 2)):
        if everybody:
            person, mentor = rng.choice(everybody), rng.choice(mentors)
            yield from (
                Ban(mentee=each.key, mentor=mentor.key, ground=Ground.CONFLICT)
                for each in mentees if person in each.people
            )  # fmt: skip


def with_choices(scores: Scores, rng: random.Random) -> Choices:
    """Something set by hand that can be: a held pair and a ban."""
    pairs = [(e, m) for e in scores.mentees for m in scores.mentors if not scores.grounds_of(e, m)]
    free = [pair for pair in pairs if scores.capacity[scores.columns[pair[1]]]]
    choices = Choices()
    if pairs and rng.random() < 0.6:
        choices = choices.with_(Barred(mentee=(one := rng.choice(pairs))[0], mentor=one[1]))
    if free and rng.random() < 0.6:
        choices = choices.with_(Held(mentee=(one := rng.choice(free))[0], mentor=one[1], hold=Hold.HAND_PICK))
    return choices


def all_ways(scores: Scores, choices: Choices) -> Iterator[dict[str, str]]:
    """Every way to place the mentees who are not held, in the order in which the tie rule prefers them."""
    left = open_part(scores, choices)
    keys = [scores.mentees[row] for row in left.rows.tolist()]

    def go(at: int, room: tuple[int, ...], chosen: dict[str, str]) -> Iterator[dict[str, str]]:
        if at == len(keys):
            yield chosen
            return
        for column, mentor in enumerate(scores.mentors):
            if room[column] and left.allowed[at, column]:
                less = (*room[:column], room[column] - 1, *room[column + 1 :])
                yield from go(at + 1, less, {**chosen, keys[at]: mentor})
        yield from go(at + 1, room, chosen)

    yield from go(0, tuple(left.capacity.tolist()), {})


def best_ways(scores: Scores, choices: Choices) -> Mapping[Objective, dict[str, str]]:
    """The best way for each objective, held pairs not among them; of equals the one that comes first."""
    found: dict[Objective, tuple[tuple[int, ...], dict[str, str]]] = {}
    score = {(e, m): scores.score_of(e, m) for e in scores.mentees for m in scores.mentors}
    for way in all_ways(scores, choices):
        worth = [score[pair] for pair in way.items()]
        total, n, least = sum(worth), len(way), min(worth, default=0)
        for objective, value in (
            (Objective.TOTAL, (total, n)), (Objective.COVERAGE, (n, total)), (Objective.WORST_PAIR, (n, least, total))
        ):  # fmt: skip
            if objective not in found or value > found[objective][0]:
                found[objective] = (value, way)
    return {objective: way for objective, (_value, way) in found.items()}


def shuffled(pool: Pool, rng: random.Random) -> Pool:
    """The same pool, everything in another order."""
    parts = {}
    for name in ("mentees", "mentors", "criteria", "rules"):
        several = list(getattr(pool, name))
        rng.shuffle(several)
        parts[name] = tuple(several)
    return Pool(**parts, bans=frozenset(list(pool.bans)[::-1]), relaxed=pool.relaxed)


def _some(rng: random.Random, letters: str) -> frozenset[str]:
    return frozenset(rng.sample(letters, rng.randint(0, 2)))
