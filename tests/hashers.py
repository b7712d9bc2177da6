"""Passwords of tests, which protect nobody: the portal's own kind, with little work."""

from django.contrib.auth.hashers import ScryptPasswordHasher


class QuickHasher(ScryptPasswordHasher):
    """Scrypt at its least; the portal's own hasher reads what it made."""

    work_factor = 2
