"""The web side of the basement: pages and fragments, forms, tables, security headers and the answers to errors."""
