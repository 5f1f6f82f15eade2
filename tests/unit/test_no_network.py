"""The tests themselves: nothing but this machine can be reached."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

FAR = ("192.0.2.1", 9)
"""An address that is kept free for documentation."""


@pytest.mark.parametrize(
    "reach",
    [
        lambda one: one.connect(FAR),
        lambda one: one.connect_ex(FAR),
        lambda one: one.sendto(b"x", FAR),
        lambda one: one.sendto(b"x", 0, FAR),
    ],
    ids=["connect", "connect_ex", "sendto", "sendto with flags"],
)
def test_an_address_elsewhere_is_refused(reach: Callable[[socket.socket], object]) -> None:
    with (
        socket.socket(type=socket.SOCK_DGRAM) as one,
        pytest.raises(pytest.fail.Exception, match="tried to reach"),
    ):
        reach(one)


def test_this_machine_can_be_reached() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as one, socket.socket(type=socket.SOCK_DGRAM) as two:
        two.bind(("127.0.0.1", 0))
        assert one.connect_ex(two.getsockname()) == 0
        assert one.sendto(b"x", two.getsockname()) == 1
