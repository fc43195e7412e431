"""The base of mentors: digital profiles from candidate to leaving, who may take mentees, and what speaks for whom.

A profile rests on the consent to take part and ends with it. Pairs ask `portal.matching.queries.mentor_capacities`.
"""
