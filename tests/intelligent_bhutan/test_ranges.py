"""Ranges of files, as RFC 9110 has them."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from intelligent_bhutan.ranges import LONGEST_OPEN_RANGE, piecewise, span

BYTES = bytes(range(200))


class Stored:
    """A stored file as a model's field gives it."""

    def __init__(self, name):
        self.name = default_storage.save(name, ContentFile(BYTES))
        self.size = default_storage.size(self.name)

    def open(self, mode):
        return default_storage.open(self.name, mode)


def asked(header=None, name="lessons/one.mp3"):
    request = RequestFactory().get("/", headers={"Range": header} if header else {})
    response = piecewise(request, Stored(name))
    return response, b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("header", "said", "got"),
    [
        ("bytes=0-9", "bytes 0-9/200", BYTES[:10]),
        ("bytes=190-", "bytes 190-199/200", BYTES[190:]),
        ("bytes=-5", "bytes 195-199/200", BYTES[195:]),
        ("bytes=150-9999", "bytes 150-199/200", BYTES[150:]),
        ("bytes = 3-3", "bytes 3-3/200", BYTES[3:4]),
    ],
)
def test_a_range_is_sent_alone(header, said, got):
    response, content = asked(header)
    assert (response.status_code, response["Content-Range"], content) == (206, said, got)
    assert int(response["Content-Length"]) == len(got)


@pytest.mark.parametrize("header", [None, "bytes=0-199", "bytes=-", "bytes=0-1,5-6", "pages=1-2", "bytes=a-b"])
def test_the_whole_is_sent_where_no_part_was_asked_for(header):
    response, content = asked(header)
    assert (response.status_code, content) == (200, BYTES)
    assert response["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("header", ["bytes=200-", "bytes=500-600", "bytes=9-3", "bytes=-0"])
def test_a_range_that_is_not_there_is_refused(header):
    response, content = asked(header)
    assert (response.status_code, response["Content-Range"], content) == (416, "bytes */200", b"")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.mp3", "audio/mpeg"), ("a.WEBM", "video/webm"), ("a.vtt", "text/vtt; charset=utf-8")]
    + [(name, "application/octet-stream") for name in ("a.html", "a.svg", "a")],
)
def test_only_what_players_need_gets_a_type(name, kind):
    assert asked(name=name)[0]["Content-Type"] == kind


def test_a_range_without_an_end_ends_soon_and_the_next_goes_on():
    size = 3 * LONGEST_OPEN_RANGE
    first = span("bytes=0-", size)
    assert first == (0, LONGEST_OPEN_RANGE - 1)
    assert span(f"bytes={first[1] + 1}-", size) == (LONGEST_OPEN_RANGE, 2 * LONGEST_OPEN_RANGE - 1)


@given(st.text(alphabet="bytes=-0123456789, ", max_size=30), st.integers(1, 10_000))
def test_a_span_never_leaves_the_file(header, size):
    first, last = span(header, size)
    assert first >= 0
    assert last < size
