"""Reports of curators: what the data says about a year of a programme up to a date, and what the curator concludes.

Owns CuratorReport and its versions. Looks at pairs, meetings, reports of mentors, warnings and events, changes none.
"""
