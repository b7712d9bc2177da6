"""Where PDFs stand: files named after their own SHA-256, there whole or not at all. Pure: knows places and bytes.

A place is a folder, or a store of objects with `exists`, `open`, `save` and `delete`, where several servers share one.
"""

import contextlib
import hashlib
import os
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile


def name_of(pdf: bytes) -> str:
    """The SHA-256 of the bytes, which names their file."""
    return hashlib.sha256(pdf).hexdigest()


def place_of(name: str) -> str:
    """Where the file of that name stands, below the folder of uploads; its first two letters part the folder."""
    return f"certificates/{name[:2]}/{name}.pdf"


def put(place, pdf: bytes) -> str:
    """Keep the bytes in the place and return their name; what is there whole already is left alone.

    A process killed in the middle leaves no half file under the name: the bytes reach the disk under another one first.
    A file that was damaged or cut short is replaced.
    """
    name = name_of(pdf)
    if take(place, name) is None:
        write = write_file if is_folder(place) else write_object
        write(place, place_of(name), pdf)
    return name


def write_object(store, name: str, pdf: bytes) -> None:
    """A store keeps an object whole or not at all; a damaged one is replaced."""
    if store.exists(name):
        store.delete(name)
    store.save(name, BytesIO(pdf))


def write_file(folder, name: str, pdf: bytes) -> None:
    """The bytes reach the disk under another name first."""
    path = Path(folder) / name
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


def is_folder(place) -> bool:
    """Whether the place is a folder of this machine."""
    return isinstance(place, str | os.PathLike)


def take(place, name: str) -> bytes | None:
    """The bytes of that name, or None where no whole file has it."""
    try:
        if is_folder(place):
            pdf = (Path(place) / place_of(name)).read_bytes()
        else:
            with place.open(place_of(name)) as file:
                pdf = file.read()
    except FileNotFoundError:
        return None
    return pdf if name_of(pdf) == name else None


def discard(place, name: str) -> None:
    """Remove the file of that name; one that is not there is as good as removed."""
    if is_folder(place):
        (Path(place) / place_of(name)).unlink(missing_ok=True)
    else:
        place.delete(place_of(name))
