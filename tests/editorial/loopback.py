"""Real servers on this machine's loopback, as friendly or hostile as a test asks."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

HOST = "127.0.0.1"


@dataclass
class Server:
    """A server that writes what it was told, byte for byte. `pages` gives for a path the raw answer, or a function
    that is handed the connection. `seen` holds every request's head."""

    port: int
    pages: dict[str, bytes | Callable[[socket.socket], None]]
    seen: list[str] = field(default_factory=list)

    @property
    def permit(self) -> tuple[str, int]:
        return (HOST, self.port)

    def address(self, path: str = "/", host: str = HOST) -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """The paths asked for, in order, without robots.txt."""
        paths = [head.split(" ")[1] for head in self.seen]
        return [path for path in paths if path != "/robots.txt"]


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A raw HTTP answer with its length; `content_type="…"` becomes `content-type: …`."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(to: str, status: str = "302 Found") -> bytes:
    return answer(status=status, location=to)


@contextlib.contextmanager
def serving(pages: dict, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server for the length of a `with` block. Paths that it does not know are 404."""
    listening = socket.create_server((HOST, 0))
    server = Server(listening.getsockname()[1], pages)

    def serve(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.settimeout(20)
            if tls:
                connection = tls.wrap_socket(connection, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head:
                more = connection.recv(4096)
                if not more:
                    return
                head += more
            server.seen.append(head.decode("latin-1"))
            path = head.split(b" ")[1].decode("latin-1")
            page = server.pages.get(path, answer(b"not here", "404 Not Found"))
            if callable(page):
                page(connection)
            else:
                connection.sendall(page)
            connection.close()

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _who = listening.accept()
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield server
    finally:
        # Closing alone does not wake the accepting thread.
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()


@contextlib.contextmanager
def socks_proxy(onward: Server, refuse: int = 0) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """A SOCKS5 proxy that leads every name to one server, and the (name, port) pairs that it was asked for.

    An address that was looked up before it was asked for fails the conversation. `refuse` is a reply code of RFC 1928.
    """
    listening = socket.create_server((HOST, 0))
    asked: list[tuple[str, int]] = []

    def exactly(connection: socket.socket, count: int) -> bytes:
        data = b""
        while len(data) < count:
            data += connection.recv(count - len(data)) or b"\xff" * count
        return data

    def pump(one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)

    def serve(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            exactly(connection, exactly(connection, 2)[1])
            connection.sendall(b"\x05\x00")
            kind = exactly(connection, 4)[3]
            if kind == 3:
                name = exactly(connection, exactly(connection, 1)[0]).decode("ascii")
            else:
                name = "network address " + exactly(connection, 4 if kind == 1 else 16).hex()
            asked.append((name, int.from_bytes(exactly(connection, 2))))
            connection.sendall(bytes([5, refuse if kind == 3 else 2, 0, 1, 0, 0, 0, 0, 0, 0]))
            if refuse or kind != 3:
                return
            with socket.create_connection((HOST, onward.port)) as there:
                back = threading.Thread(target=pump, args=(there, connection), daemon=True)
                back.start()
                pump(connection, there)
                back.join(5)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _who = listening.accept()
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"socks5h://{HOST}:{listening.getsockname()[1]}", asked
    finally:
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
