"""The basement: database, web, letters, audit, files, search, jobs, texts and the clock.

Owns audit entries, the outbox, notices, stored files, jobs, the search index and submission keys.
Knows nothing of mentoring and nothing of who acts.
"""
