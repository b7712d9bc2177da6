"""What an uploaded recording, film, caption file or picture really is, by its first bytes. Pure."""

MEGABYTE = 1024 * 1024
LIMITS = {"audio": 5 * MEGABYTE, "video": 40 * MEGABYTE, "captions": MEGABYTE // 4, "picture": MEGABYTE // 2}


def kind_of(head):
    """`audio`, `video`, `captions` or `picture` by the first bytes (at least 16 of them); None for anything else."""
    if head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"OggS")) or head[4:11] == b"ftypM4A":
        return "audio"
    if head[4:8] == b"ftyp" or head.startswith(b"\x1aE\xdf\xa3"):
        return "video"
    if head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return "captions"
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "picture"
    return None
