"""События: the plan of the year, the calendar, registration with places, attendance, results, training of mentors.

Owns events with their audience rules, registrations, addresses of personal calendars and records of training.
Looks down on programs, accounts, people and core.
"""
