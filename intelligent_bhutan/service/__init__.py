"""What a public service owes everyone: privacy, terms, accessibility, whom to ask, and a way to say that something is
wrong. Start reading at `views/pages.py`, then `models.py`.
"""
