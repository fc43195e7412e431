"""Questionnaires: instruments with frozen versions, waves, invitations, answers and their results.

Owns questionnaire, questionnaire_version, item, option, survey_assignment, survey_invitation, participation,
response, answer and answer_count. Looks down on people, access and core; never learns the word «pair».
"""
