"""Files that a player reads piece by piece, as RFC 9110 (section 14) has it: one range, or the whole."""

import re
from pathlib import PurePath

from django.http import HttpResponse, StreamingHttpResponse

TYPES = {
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".vtt": "text/vtt; charset=utf-8",
}
ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})\Z")
PIECE = 64 * 1024
LONGEST_OPEN_RANGE = 512 * 1024  # players ask on; so that a slow link holds no worker while it plays a whole film


def piecewise(request, file):
    """The stored file as an answer: 206 with the range that was asked for, 416 where there is none such, else 200.

    A range without an end ends after half a megabyte. The name's ending decides the type; an ending that no player here
    needs is sent as bytes that a browser only saves.
    """
    size = file.size
    first, last = span(request.headers.get("Range", ""), size)
    if first >= size or first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    whole = last - first + 1 == size
    response = StreamingHttpResponse(pieces(file, first, last - first + 1), status=200 if whole else 206)
    response["Content-Type"] = TYPES.get(PurePath(file.name).suffix.lower(), "application/octet-stream")
    response["Content-Length"] = last - first + 1
    response["Accept-Ranges"] = "bytes"
    if not whole:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def span(asked, size):
    """First and last byte of what was asked for; the whole where the header is none that we read."""
    match = ONE_RANGE.match(asked.replace(" ", ""))
    if not match or match.groups() == ("", ""):
        return 0, size - 1
    first, last = match.groups()
    if not first:  # the last so many bytes
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last) if last else int(first) + LONGEST_OPEN_RANGE - 1, size - 1)


def pieces(file, first, left):
    """So many bytes from the first on. The file is open only while somebody reads."""
    with file.open("rb") as handle:
        handle.seek(first)
        while left > 0 and (piece := handle.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
