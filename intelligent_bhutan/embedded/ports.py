"""Free TCP ports of this machine."""

import errno
import socket

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether a server could listen on this port now, so that a browser's `localhost` finds it and no other."""
    return can_listen(socket.AF_INET, LOOPBACK, port) and can_listen(socket.AF_INET6, "::1", port)


def can_listen(family: socket.AddressFamily, address: str, port: int) -> bool:
    """False only when the port is taken: a machine without IPv6 has no other server there either."""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            # Servers listen with this option too: a port in TIME_WAIT is no obstacle to them.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
    except OSError as error:
        return error.errno != errno.EADDRINUSE
    return True


def any_free() -> int:
    """A port nobody uses, chosen by the kernel."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def first_free(start: int, attempts: int = 100) -> int:
    """The first free port from `start` upward. Raises RuntimeError when all of `attempts` are taken."""
    for port in range(start, start + attempts):
        if is_free(port):
            return port
    raise RuntimeError(f"Ports {start} to {start + attempts - 1} are all taken.")
