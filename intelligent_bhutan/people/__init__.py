"""People, the organisations they belong to, the roles they hold, and how they sign in.

Start reading at `models/`, then `rules.py`: every role predicate stands on that one page.
"""
