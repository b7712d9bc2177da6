"""Files in a bucket, spoken to over the wire: a small server of its own answers as object storage does."""

import threading
import xml.sax.saxutils as xml
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.core.files.storage import default_storage

from intelligent_bhutan.certificates import shelf
from intelligent_bhutan.object_storage import bucket
from intelligent_bhutan.operating import stored_files

PDF = b"%PDF-1.7 a certificate"


class Store(BaseHTTPRequestHandler):
    """The handful of requests that the portal makes: put, get, head, delete, list."""

    protocol_version = "HTTP/1.1"

    def key(self):
        return unquote(urlsplit(self.path).path).split("/", 2)[-1]

    def say(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", headers.get("length", len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self):
        if self.headers.get("Expect") == "100-continue":
            self.send_response_only(100)
            self.end_headers()
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            size, body = body.split(b"\r\n", 1)
            body = body[: int(size.split(b";")[0], 16)]
        self.server.kept[self.key()] = body
        self.say(200, ETag='"1"')

    def do_GET(self):
        asked = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        if "list-type" in asked or "prefix" in asked or "delimiter" in asked:
            return self.say(200, self.listed(asked.get("prefix", [""])[0]).encode(), Content_Type="application/xml")
        body = self.server.kept.get(self.key())
        if body is None:
            return self.say(404, b"<Error><Code>NoSuchKey</Code></Error>", Content_Type="application/xml")
        return self.say(200, body, ETag='"1"', Last_Modified="Fri, 27 Nov 2026 03:00:00 GMT")

    def do_HEAD(self):
        body = self.server.kept.get(self.key())
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Length", str(len(body or b"")))
        self.send_header("ETag", '"1"')
        self.send_header("Last-Modified", "Fri, 27 Nov 2026 03:00:00 GMT")
        self.end_headers()

    def do_DELETE(self):
        self.server.kept.pop(self.key(), None)
        self.say(204)

    def listed(self, prefix):
        names = sorted(name for name in self.server.kept if name.startswith(prefix))
        files = [name for name in names if "/" not in name[len(prefix) :]]
        folders = sorted(
            {prefix + name[len(prefix) :].split("/")[0] + "/" for name in names}
            - {*files}
            - {f"{name}/" for name in files}
        )
        rows = [f"<Contents><Key>{xml.escape(name)}</Key><Size>1</Size></Contents>" for name in files]
        rows += [f"<CommonPrefixes><Prefix>{xml.escape(name)}</Prefix></CommonPrefixes>" for name in folders]
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{''.join(rows)}</ListBucketResult>"

    def log_message(self, *_):
        """Quiet."""


@pytest.fixture
def store(settings):
    """The portal's files lie in a bucket."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Store)
    server.kept = {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.MEDIA_STORAGE = (
        f"s3://portal?endpoint_url=http://127.0.0.1:{server.server_port}&region_name=bt&addressing_style=path"
    )
    settings.STORAGES = settings.STORAGES | {"default": bucket(settings.MEDIA_STORAGE, "access", "secret")}
    yield server
    server.shutdown()
    server.server_close()


def test_certificate_lies_in_the_bucket_and_comes_back(store):
    name = shelf.put(default_storage, PDF)
    assert store.kept == {shelf.place_of(name): PDF}
    assert shelf.take(default_storage, name) == PDF
    assert shelf.take(default_storage, "0" * 64) is None


def test_damaged_object_is_replaced(store):
    name = shelf.put(default_storage, PDF)
    store.kept[shelf.place_of(name)] = b"damaged"
    assert shelf.take(default_storage, name) is None
    shelf.put(default_storage, PDF)
    assert store.kept == {shelf.place_of(name): PDF}


def test_object_that_nobody_bears_goes(store):
    name = shelf.put(default_storage, PDF)
    shelf.discard(default_storage, name)
    shelf.discard(default_storage, name)
    assert store.kept == {}


def test_backup_sees_every_object_and_puts_it_back(store, tmp_path):
    for name in ("a.pdf", "lessons/one/b.mp3", "lessons/c.mp3"):
        (tmp_path / "file").write_bytes(name.encode())
        with (tmp_path / "file").open("rb") as file:
            stored_files.put(name, file)
    assert list(stored_files.names()) == ["a.pdf", "lessons/c.mp3", "lessons/one/b.mp3"]
    assert b"".join(stored_files.chunks("lessons/c.mp3")) == b"lessons/c.mp3"
    assert stored_files.sha256("nothing") is None
    with (tmp_path / "file").open("rb") as file, pytest.raises(FileExistsError):
        stored_files.put("a.pdf", file)


@pytest.mark.parametrize("address", ["https://portal", "s3://", "s3://portal?acl=public-read"])
def test_other_addresses_are_refused(address):
    with pytest.raises(ValueError, match="MEDIA_STORAGE must be"):
        bucket(address, "", "")
