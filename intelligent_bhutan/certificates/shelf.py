"""Where PDFs stand: files named after their own SHA-256, there whole or not at all. Pure: knows folders and bytes."""

import contextlib
import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile


def name_of(pdf: bytes) -> str:
    """The SHA-256 of the bytes, which names their file."""
    return hashlib.sha256(pdf).hexdigest()


def place_of(name: str) -> str:
    """Where the file of that name stands, below the folder of uploads; its first two letters part the folder."""
    return f"certificates/{name[:2]}/{name}.pdf"


def put(folder: Path, pdf: bytes) -> str:
    """Keep the bytes below the folder and return their name; what is there whole already is left alone.

    A process killed in the middle leaves no half file under the name: the bytes reach the disk under another one first.
    A file that was damaged or cut short is replaced.
    """
    name = name_of(pdf)
    path = Path(folder) / place_of(name)
    if take(folder, name) is not None:
        return name
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as part:
        try:
            part.write(pdf)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).chmod(0o640)
            Path(part.name).replace(path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(part.name).unlink()
            raise
    return name


def take(folder: Path, name: str) -> bytes | None:
    """The bytes of that name, or None where no whole file has it."""
    try:
        pdf = (Path(folder) / place_of(name)).read_bytes()
    except FileNotFoundError:
        return None
    return pdf if name_of(pdf) == name else None


def discard(folder: Path, name: str) -> None:
    """Remove the file of that name; one that is not there is as good as removed."""
    (Path(folder) / place_of(name)).unlink(missing_ok=True)
