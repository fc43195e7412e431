"""Questionnaires of a pair at their moments: who is asked when, who has answered, what changed with each person.

Owns no table: an invitation about the pair has the subject «pair:<public id>». Asks and reads through `surveys`.
"""
