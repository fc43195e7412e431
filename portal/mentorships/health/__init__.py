"""Health of pairs: warnings that say why, what people tell the curator, how often warnings were right, the month.

Owns PairWarning, CuratorCall and MonthlyCheck. Looks at meetings, plans and named feedback and changes none of them.
"""
