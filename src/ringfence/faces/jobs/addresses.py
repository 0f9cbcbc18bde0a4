"""Ports and addresses: which one is free, how it is spoken, whether somebody answers there."""

import errno
import http.client
import socket

from .printing import CannotRun

FIRST_PORT = 8000
PORTS_TRIED = 100
EVERYWHERE = ("0.0.0.0", "::")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def free_port(host: str, *, wanted: int | None) -> int:
    """The wanted port, else 8000 or the next free one. Raises CannotRun when there is none."""
    for port in [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if _is_free(host, port):
            return port
    raise CannotRun(f"Port {wanted or FIRST_PORT} is taken. Choose another one with --port.")


def spoken(host: str, port: int) -> str:
    """The address to type into a browser of this machine."""
    name = "localhost" if host in (*LOOPBACK, *EVERYWHERE) else host
    return f"http://{name}:{port}/"


def answers(host: str, port: int) -> bool:
    """Whether the web server says that it is well."""
    connection = http.client.HTTPConnection("127.0.0.1" if host in EVERYWHERE else host, port, timeout=5)
    try:
        connection.request("GET", "/healthz/", headers={"Host": "localhost"})
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def _is_free(host: str, port: int) -> bool:
    """Nobody listens there, and we may. Raises CannotRun when the address is none of this machine."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    if host in (*LOOPBACK, *EVERYWHERE) and _somebody_answers(port):
        return False
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            if fault.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise CannotRun(f"It is not possible to listen on {host}: {fault.strerror}.") from fault
    return True


def _somebody_answers(port: int) -> bool:
    """Whoever listens on every address of the machine would not be in the way of a bind to one of them."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
