"""What came of a wave: from prepared counters to what a reader may see, on the page and in files.

`figures` puts a page together; `privacy`, `release`, `opening` and `cells` decide how much of it a reader gets;
`filters`, `cuts`, `crosstab`, `compare` and `texts` are its sections; `statistics` and `inference` are arithmetic.
"""
