"""A date as a file that calendars on phones and computers take (RFC 5545). Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime

LONGEST_LINE = 75  # octets, section 3.1
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Event:
    """Something that happens at a place; `uid` stays the same when the file is fetched again.

    Of two files the one with the higher `sequence`, written later, is what calendars keep.
    """

    uid: str
    title: str
    place: str
    text: str
    url: str
    starts_at: datetime
    ends_at: datetime
    written_at: datetime
    sequence: int


def calendar(event: Event) -> str:
    """The whole file, with an alarm two hours before."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Intelligent Bhutan//Sittings//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{stamp(event.written_at)}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTART:{stamp(event.starts_at)}",
        f"DTEND:{stamp(event.ends_at)}",
        f"SUMMARY:{escaped(event.title)}",
        f"LOCATION:{escaped(event.place)}",
        f"DESCRIPTION:{escaped(event.text)}",
        f"URL:{event.url}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escaped(event.title)}",
        "TRIGGER:-PT2H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def stamp(moment: datetime) -> str:
    """A moment in UTC as calendars write it."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """Text whose commas, semicolons and line ends mean nothing."""
    return text.translate(ESCAPED)


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, no letter cut: Dzongkha takes three octets a letter."""
    pieces, size = [""], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST_LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += letter
        size += width
    return "\r\n".join(pieces)
