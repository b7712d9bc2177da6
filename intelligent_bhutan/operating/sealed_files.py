"""Files that only the holder of a passphrase can open, written and read as a stream. Pure: knows no Django.

A file begins with a mark, two salts and the fingerprint of its passphrase, by which another passphrase is told from
damage; then come chunks of one mebibyte, each sealed with AES-256-GCM under a key of this file alone. The number of a
chunk and whether it is the last one are part of its nonce, the file's name is bound to all of them: a chunk that was
changed, moved, left out or put into another file does not open, and neither does a file that was cut short.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = b"IBSEALED2\n"
SALT, PRINT, TAG, CHUNK = 16, 8, 16, 1024 * 1024
HEAD = len(MARK) + 2 * SALT + PRINT
SCRYPT = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 * 1024 * 1024, "dklen": 32}


class Damaged(ValueError):
    """The file does not open: another passphrase, another name, or it was changed or cut short."""


class OtherKey(Damaged):
    """It was sealed under another passphrase."""


@lru_cache(maxsize=16)
def stretched(passphrase: str, salt: bytes) -> bytes:
    """The passphrase made costly to guess (scrypt, RFC 7914); once for all files that share the salt."""
    return hashlib.scrypt(passphrase.encode(), salt=salt, **SCRYPT)


def fingerprint(passphrase: str, salt: bytes) -> str:
    """Sixteen signs by which the passphrase is known again beside that salt; as costly to guess from as the files."""
    return hmac.new(stretched(passphrase, salt), b"fingerprint", hashlib.sha256).hexdigest()[: 2 * PRINT]


def box(passphrase: str, shared: bytes, own: bytes, name: str) -> AESGCM:
    """The box of one file."""
    return AESGCM(HKDF(SHA256(), 32, own, name.encode()).derive(stretched(passphrase, shared)))


def nonce(number: int, last: bool) -> bytes:
    """Never twice under one key: the key is the file's own."""
    return number.to_bytes(11, "big") + bytes([last])


def new_salt() -> bytes:
    """What the files of one set share."""
    return os.urandom(SALT)


def seal(chunks: Iterable[bytes], target: BinaryIO, *, name: str, passphrase: str, salt: bytes) -> tuple[str, int]:
    """Write the bytes sealed; returns the SHA-256 of what went in, and how many bytes that were."""
    own, digest, size = os.urandom(SALT), hashlib.sha256(), 0
    target.write(MARK + salt + own + bytes.fromhex(fingerprint(passphrase, salt)))
    closed = box(passphrase, salt, own, name)
    for number, (chunk, last) in enumerate(with_last(in_chunks(chunks))):
        digest.update(chunk)
        size += len(chunk)
        target.write(closed.encrypt(nonce(number, last), chunk, None))
    return digest.hexdigest(), size


def opened(source: BinaryIO, *, name: str, passphrase: str) -> Iterator[bytes]:
    """The bytes again, chunk by chunk, each proven before it is given. Raises: Damaged, OtherKey."""
    shared, own, needed = head_of(source, name)
    if (given := fingerprint(passphrase, shared)) != needed:
        raise OtherKey(f"{name} is sealed under the key {needed}; the one given is {given}")
    closed = box(passphrase, shared, own, name)
    pieces = iter(lambda: source.read(CHUNK + TAG), b"")
    number, last = -1, False
    for number, (piece, last) in enumerate(with_last(pieces)):
        try:
            yield closed.decrypt(nonce(number, last), piece, None)
        except InvalidTag:
            raise Damaged(f"{name} does not open: it was changed or cut short, or is another file") from None
    if number < 0:
        raise Damaged(f"{name} was cut short")


def head_of(source: BinaryIO, name: str) -> tuple[bytes, bytes, str]:
    """Both salts and the fingerprint of the passphrase that opens the file. Raises: Damaged."""
    head = source.read(HEAD)
    if len(head) != HEAD or not head.startswith(MARK):
        raise Damaged(f"{name} is no sealed file")
    salts = head[len(MARK) :]
    return salts[:SALT], salts[SALT : 2 * SALT], salts[2 * SALT :].hex()


@contextmanager
def written(path: Path, *, mode: int = 0o600) -> Iterator[BinaryIO]:
    """A file to write that is there whole or not at all, whatever happens to the machine meanwhile."""
    draft = path.with_name(f"{path.name}.draft")
    draft.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    reach_disk(path.parent)


def reach_disk(folder: Path) -> None:
    """What was named in this folder keeps its name through a loss of power."""
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def in_chunks(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in chunks of one size, only the last one shorter; one empty chunk for no bytes at all."""
    held = bytearray()
    for part in parts:
        held += part
        while len(held) > CHUNK:
            yield bytes(held[:CHUNK])
            del held[:CHUNK]
    yield bytes(held)


def with_last(things: Iterable) -> Iterator[tuple]:
    """Each thing and whether it is the last one."""
    things = iter(things)
    try:
        held = next(things)
    except StopIteration:
        return
    for thing in things:
        yield held, False
        held = thing
    yield held, True
