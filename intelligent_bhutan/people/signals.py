"""Facts about people, told in the past tense inside the transaction that made them true."""

from django.dispatch import Signal

# What is known of a person who has passed was put right by two people. Arguments: person, fields (names of `User`'s).
details_corrected = Signal()
# A person, or a guardian for them, takes back what was agreed to. Arguments: person, purpose (ConsentNotice.Purpose).
consent_withdrawn = Signal()
