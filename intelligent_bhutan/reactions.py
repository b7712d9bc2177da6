"""What happens when…? Every consequence that crosses strands, one receiver each.

A receiver only posts to the outbox: it runs inside the transaction of the fact that it answers.
"""
