"""Who is who: organisations, groups, persons, their places, representatives, bodies, qualifications and facts.

Owns organization, group, person, membership and representation. Looks down on imports, access, core.
"""
