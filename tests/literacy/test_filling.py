from hypothesis import given
from hypothesis import strategies as st

from literacy.filling import fill


@given(st.lists(st.integers(), unique=True, max_size=200), st.lists(st.integers(-2, 60), max_size=12))
def test_batches_partition_the_people_in_their_order_and_never_exceed_the_seats(people, seats):
    rooms = list(enumerate(seats))
    batches, without = fill(people, rooms)
    assert [person for _room, batch in batches for person in batch] + list(without) == people
    assert all(0 < len(batch) <= seats[room] for room, batch in batches)
    assert [room for room, _batch in batches] == sorted({room for room, _batch in batches})
    seated = sum(len(batch) for _room, batch in batches)
    assert seated == min(len(people), sum(max(0, free) for free in seats))


def test_180_people_fill_three_sittings_of_sixty():
    batches, without = fill(range(180), [("morning", 60), ("noon", 60), ("evening", 60)])
    assert [(room, len(batch)) for room, batch in batches] == [("morning", 60), ("noon", 60), ("evening", 60)]
    assert list(without) == []
