"""Pairs and groups: formed on a route, kept in the registry, lived through plans and meetings, closed with results.

Owns Mentorship, its members, the decisions of its route and its states from day to day. Looks down on matching
(requests and mentors), practices, programs, documents and surveys.
"""
