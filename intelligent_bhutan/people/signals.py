"""Facts about people, told in the past tense inside the transaction that made them true."""

from django.dispatch import Signal

# What is known of a person who has passed was put right by two people. Arguments: person, fields (names of `User`'s).
details_corrected = Signal()
