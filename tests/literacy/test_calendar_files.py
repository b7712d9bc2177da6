from datetime import UTC, datetime

from literacy.calendar_files import Event, calendar


def test_an_event_is_written_so_that_calendars_read_it():
    event = Event(
        uid="1@localhost",
        title="Examination, seat 4",
        place="ཁོ་མ་ལྟེ་བ; " + "ཀ" * 60,
        text="Bring your card.\nOr two people.",
        url="http://localhost/en/learn/seats/1/",
        starts_at=datetime(2026, 12, 5, 3, tzinfo=UTC),
        ends_at=datetime(2026, 12, 5, 6, tzinfo=UTC),
        written_at=datetime(2026, 11, 27, 3, tzinfo=UTC),
        sequence=7,
    )
    written = calendar(event)
    lines = written.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "\n" not in written.replace("\r\n", "")
    assert max(len(line.encode()) for line in lines) <= 75
    whole = written.replace("\r\n ", "").split("\r\n")
    assert "DTSTART:20261205T030000Z" in whole
    assert [line for line in whole if line.startswith(("UID", "DTSTAMP", "SEQUENCE"))] == [
        "UID:1@localhost",
        "DTSTAMP:20261127T030000Z",
        "SEQUENCE:7",
    ]
    assert "SUMMARY:Examination\\, seat 4" in whole
    assert "DESCRIPTION:Bring your card.\\nOr two people." in whole
    assert f"LOCATION:ཁོ་མ་ལྟེ་བ\\; {'ཀ' * 60}" in whole
