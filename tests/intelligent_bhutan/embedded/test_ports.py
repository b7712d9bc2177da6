"""Free ports."""

import socket
from contextlib import contextmanager

import pytest

from intelligent_bhutan.embedded import ports


@contextmanager
def listening(family=socket.AF_INET, address="127.0.0.1"):
    with socket.socket(family) as server:
        server.bind((address, 0))
        server.listen()
        yield server.getsockname()[1]


def test_port_in_use_is_not_free():
    with listening() as port:
        assert not ports.is_free(port)
    assert ports.is_free(port)


def test_port_that_localhost_would_reach_over_ipv6_is_not_free():
    with listening(socket.AF_INET6, "::1") as port:
        assert not ports.is_free(port)


def test_first_free_starts_where_it_is_told():
    port = ports.any_free()
    assert ports.first_free(port) == port


def test_first_free_goes_upward_past_a_taken_port():
    with listening() as port:
        assert port < ports.first_free(port) < port + 100


def test_first_free_says_when_all_are_taken():
    with listening() as port, pytest.raises(RuntimeError, match=f"^Ports {port} to {port} are all taken.$"):
        ports.first_free(port, attempts=1)
