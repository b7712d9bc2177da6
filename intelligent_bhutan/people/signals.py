"""Facts about people, told in the past tense inside the transaction that made them true."""

from django.dispatch import Signal

# A person, or a guardian for them, takes back what was agreed to. Arguments: person, purpose (ConsentNotice.Purpose).
consent_withdrawn = Signal()
