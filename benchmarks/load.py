"""A load generator that costs little itself: keep-alive sockets, one thread a client, answers read but not parsed."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter


@dataclass(frozen=True)
class Load:
    """How it went: rounds a second and the time of one request in milliseconds."""

    rate: float
    p50: float
    p95: float

    def __str__(self):
        return f"{self.rate:,.0f}/s, p95 {self.p95:.1f} ms"


class Client:
    """One keep-alive connection to a loopback port."""

    def __init__(self, port: int):
        self.port = port
        self.open()

    def open(self):
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send one request; returns status and head. Raises RuntimeError when the server hangs up."""
        self.socket.sendall(request)
        head, body = self.receive_head()
        size = length(head)
        if size is None:
            raise RuntimeError(f"an answer without a length: {head[:300]!r}")
        left = size - len(body)
        while left > 0:
            left -= len(self.receive())
        if b"connection: close" in head.lower():
            self.open()
        return int(head[9:12]), head

    def receive_head(self):
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self.receive()
        return data[:end], data[end + 4 :]

    def receive(self):
        data = self.socket.recv(262_144)
        if not data:
            raise RuntimeError("the server hung up")
        return data


def length(head: bytes) -> int | None:
    """The body's length as the head states it; an answer that may have no body has none."""
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0 if head[9:12] in (b"204", b"304") else None


def get(path: str, cookies: str = "") -> bytes:
    """A GET as a phone's browser sends it."""
    return head("GET", path, cookies).encode() + b"\r\n"


def post(path: str, fields: str, cookies: str, accept: str = "text/html") -> bytes:
    """A form's POST."""
    extra = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(fields)}\r\n"
    return f"{head('POST', path, cookies, accept)}{extra}\r\n{fields}".encode()


def head(method, path, cookies, accept="text/html"):
    cookie = f"Cookie: {cookies}\r\n" if cookies else ""
    return (
        f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nAccept-Language: en\r\n"
        f"Origin: http://localhost\r\n{cookie}"
    )


def hammer(port: int, turn: Callable[[Client, int], Iterator[float]], *, clients: int, seconds: float) -> Load:
    """Let the clients take turns for so long; a turn yields the milliseconds of each of its requests."""
    times, turns, failures = [], [0] * clients, []
    end = perf_counter() + seconds

    def run(number):
        try:
            client, count = Client(port), 0
            while perf_counter() < end:
                times.extend(turn(client, number + clients * count))
                count += 1
                turns[number] = count
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=[number]) for number in range(clients)]
    began = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return Load(sum(turns) / (perf_counter() - began), median(times), quantiles(times, n=20)[-1])


def timed(client: Client, request: bytes, expected: int = 200) -> float:
    """Ask once; the milliseconds it took. Raises AssertionError for another status."""
    began = perf_counter()
    status, answer = client.ask(request)
    assert status == expected, f"{status} instead of {expected}: {request[:120]!r} {answer[:400]!r}"
    return 1_000 * (perf_counter() - began)
