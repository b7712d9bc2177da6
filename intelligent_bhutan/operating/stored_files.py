"""Every uploaded or printed file of the portal, wherever it is stored: a folder or object storage."""

import hashlib

from django.apps import apps
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import FileField

from intelligent_bhutan.certificates import shelf
from intelligent_bhutan.certificates.models import Award

CHUNK = 1024 * 1024


class Changed(OSError):
    """The file became another one while it was read."""


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


def named(using="default"):
    """The names of all files that the database speaks of."""
    printed = Award.objects.using(using).exclude(pdf_sha256="").values_list("pdf_sha256", flat=True)
    found = {shelf.place_of(name) for name in printed}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, FileField):
                found.update(model._base_manager.using(using).values_list(field.name, flat=True))
    return found - {"", None}


def chunks(name, *, sha256=None):
    """The bytes of one file, at whose end it is known to have that digest. Raises: FileNotFoundError, Changed."""
    digest = hashlib.sha256()
    with default_storage.open(name) as file:
        for chunk in iter(lambda: file.read(CHUNK), b""):
            digest.update(chunk)
            yield chunk
    if sha256 and digest.hexdigest() != sha256:
        raise Changed(name)


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
