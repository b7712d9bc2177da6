"""Certificates: award, issue, verify, revoke. This app knows no strand: a strand says what was achieved, and by whom.

Start reading at `models.py`, then `actions.py`. `codes.py` makes the codes, `rendering.py` the PDF.
"""
