"""Every uploaded or printed file of the portal, wherever it is stored: a folder or object storage."""

import hashlib

from django.core.files.base import File
from django.core.files.storage import default_storage

CHUNK = 1024 * 1024


def names(folder=""):
    """The names of all stored files, folder by folder; what is being written (hidden) is left out."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    below = f"{folder}/" if folder else ""
    yield from (below + name for name in sorted(files) if not name.startswith("."))
    for name in sorted(folders):
        yield from names(below + name)


def chunks(name):
    """The bytes of one file. Raises: FileNotFoundError."""
    with default_storage.open(name) as file:
        yield from iter(lambda: file.read(CHUNK), b"")


def sha256(name):
    """The digest of a stored file, or None where there is none."""
    digest = hashlib.sha256()
    try:
        for chunk in chunks(name):
            digest.update(chunk)
    except FileNotFoundError:
        return None
    return digest.hexdigest()


def put(name, file):
    """Store an open file under exactly this name. Raises: FileExistsError where something has it."""
    if default_storage.save(name, File(file)) != name:
        raise FileExistsError(name)
