"""Connections to the web alone: whom they reach is looked at before anything is sent.

A name may have been looked up with another answer a moment before. Through a proxy of the user's it
is the proxy that looks it up and connects; what it lets through is its own affair.
"""

from __future__ import annotations

import ipaddress
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class Inside(Exception):
    """A connection reached a machine of the user's own network."""


def is_outside(address: str) -> bool:
    """Whether an IP address is one of the web."""
    return _plain(address).is_global


def is_near(address: str) -> bool:
    """Whether an address is of the web, or of this machine and its network as people set it up.

    Not one of a link alone (169.254.0.0/16): there machines of a cloud tell their secrets.
    """
    found = _plain(address)
    return not (found.is_link_local or found.is_multicast or found.is_unspecified)


def _plain(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An address without its zone; one of IPv4 that is written as IPv6 is what it is."""
    found = ipaddress.ip_address(address.partition("%")[0])
    return getattr(found, "ipv4_mapped", None) or found


def _looked_at(connection: HTTPConnection) -> None:
    """Raises Inside, and lets go of the connection: nothing has been asked over it yet."""
    if connection.sock is None or not is_outside(str(connection.sock.getpeername()[0])):
        connection.close()
        raise Inside


class _Plain(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _looked_at(self)


class _Secret(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _looked_at(self)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecretPool(HTTPSConnectionPool):
    ConnectionCls = _Secret


class Outward(HTTPAdapter):
    """For a session that follows links from outside."""

    def init_poolmanager(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - of the library
        """As usual, with connections that are looked at; proxies have pools of their own."""
        super().init_poolmanager(*given, **named)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecretPool}
