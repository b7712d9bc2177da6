"""Facts of the literacy strand, told in the past tense inside the transaction that made them true."""

from django.dispatch import Signal

# A person passed the last domain of the standard under supervision and counts. Arguments: citizen, proficiency.
proficiency_reached = Signal()
