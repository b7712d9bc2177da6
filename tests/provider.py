"""A provider of text messages on this machine, as `notices/gateways/http.py` asks for one.

Tests start it inside their process and let it stop half-way. Beside a portal it runs as a program that shows the texts:

    python -m tests.provider 8900
    SMS_GATEWAY=http SMS_URL=http://localhost:8900 SMS_TOKEN=any make run
"""

import json
import sys
import threading
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from intelligent_bhutan.notices.gateways import callbacks


class Provider(ThreadingHTTPServer):
    """Keeps texts by reference; `sent` has every reference that went to a phone, in order: twice is a fault."""

    daemon_threads = True

    def __init__(self, port=0, *, key=""):
        super().__init__(("127.0.0.1", port), Answering)
        self.key, self.texts, self.sent, self.asked = key, {}, [], []
        self.answers = []  # statuses to answer with instead, one for each request
        self.before, self.after = threading.Event(), threading.Event()  # where a request waits
        self.before.set()
        self.after.set()
        self.lock = threading.Lock()

    @property
    def address(self):
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    def take(self, text):
        """Send it, unless the reference is known. Returns (whether it is new, the answer's body)."""
        with self.lock:
            is_new = text["reference"] not in self.texts
            if is_new:
                self.texts[text["reference"]] = text | {"id": f"p{len(self.sent) + 1}", "state": "accepted"}
                self.sent.append(text["reference"])
                if self.key == "":
                    sys.stdout.write(f"{text['to']}: {text['text']}\n")
        return is_new, self.standing(text["reference"])

    def standing(self, reference):
        """What it says of a reference, or None."""
        text = self.texts.get(reference)
        return text and {"id": text["id"], "state": text["state"]}


class Answering(BaseHTTPRequestHandler):
    """One request."""

    def do_POST(self):
        text = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.is_turned_away():
            return
        if not self.server.before.is_set():
            self.server.before.wait(30)
            self.close_connection = True
            return  # what was held here never arrived
        is_new, said = self.server.take(text)
        self.server.after.wait(30)
        self.answer(201 if is_new else 409, said)

    def do_GET(self):
        self.server.asked.append(self.path.rsplit("/", 1)[1])
        if self.is_turned_away():
            return
        said = self.server.standing(self.path.rsplit("/", 1)[1])
        self.answer(200 if said else 404, said or {})

    def is_turned_away(self):
        """Whether it was answered with what the test wants, or for a wrong key."""
        if self.server.key and self.headers["Authorization"] != f"Bearer {self.server.key}":
            self.answer(401, {})
        elif self.server.answers:
            self.answer(self.server.answers.pop(0), {})
        else:
            return False
        return True

    def answer(self, status, body):
        said = body if isinstance(body, bytes) else json.dumps(body).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)
        except OSError:  # whoever asked is gone
            self.close_connection = True

    def log_message(self, *_):
        """Tests speak for themselves."""


@contextmanager
def provider(**named):
    """A provider for as long as the block lasts."""
    made = Provider(**named)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.before.set()
        made.after.set()
        made.shutdown()
        made.server_close()
        thread.join()


def signed(key, said, *, at):
    """Body and headers of a report, as the provider signs it at that moment."""
    body, timestamp = json.dumps(said).encode(), str(int(at))
    return body, {"X-Timestamp": timestamp, "X-Signature": callbacks.signature(key, timestamp, body)}


def report(portal, key, said, *, at):
    """Tell a running portal what became of a text. Returns the status of its answer."""
    body, headers = signed(key, said, at=at)
    asked = urllib.request.Request(f"{portal}/notices/callbacks/sms/", body, headers)  # noqa: S310 a loopback address
    with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
        return answer.status


if __name__ == "__main__":
    Provider(int(sys.argv[1]) if len(sys.argv) > 1 else 8900).serve_forever()
