"""What a scan of evidence is, by its first bytes. Pure."""

MOST_BYTES = 2 * 1024 * 1024


def media_type_of(head: bytes) -> str:
    """JPEG, PNG or PDF; an empty text for anything else, whatever its name says."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return "application/pdf" if head.startswith(b"%PDF-") else ""
