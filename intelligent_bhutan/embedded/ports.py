"""Free TCP ports of this machine."""

import socket

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # Servers listen with this option too: a port in TIME_WAIT is no obstacle to them.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
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
