"""Secrets and their keyed hashes. Without the installation's secret key a stolen table opens nothing."""

from __future__ import annotations

import ipaddress
import secrets

from django.utils.crypto import salted_hmac

from . import rules

TOKEN_OF_A_VISIT = "rfv_"  # how every token of a visit begins


def new_code() -> str:
    """Sixteen digits: fifteen by chance, one that finds typing errors."""
    drawn = "".join(str(secrets.randbelow(10)) for _ in range(rules.CODE_DIGITS - 1))
    return drawn + rules.check_digit(drawn)


def new_token() -> str:
    """What the device keeps during a visit."""
    return TOKEN_OF_A_VISIT + secrets.token_urlsafe(32)


def hash_of_code(code: str) -> str:
    return _keyed("code", code)


def hash_of_token(token: str) -> str:
    return _keyed("visit", token)


def hash_of_address(address: str) -> str:
    """Of the address itself, or of its /64 network: whoever has one address of IPv6 has all of those."""
    try:
        told = ipaddress.ip_address(address)
    except ValueError:
        return _keyed("address", address)
    if isinstance(told, ipaddress.IPv6Address):
        return _keyed("address", str(ipaddress.ip_network(f"{told}/64", strict=False)))
    return _keyed("address", str(told))


def _keyed(what: str, value: str) -> str:
    return salted_hmac(f"ringfence.citizens.{what}", value, algorithm="sha256").hexdigest()
