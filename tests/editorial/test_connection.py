"""Encryption and the proxy: certificates are checked against the name, and nothing goes out past a proxy."""

import socket
import ssl
import subprocess
import sys

import pytest

from editorial.intake.capture import Limits, capture
from editorial.intake.refusals import (
    BadAddress,
    BadRedirect,
    FetchRefused,
    NotPublic,
    ProxyDown,
    Unreachable,
    Untrusted,
)
from editorial.intake.robots import Manners
from tests.editorial.loopback import HOST, answer, redirect, serving, socks_proxy

PAGE = b"The Bakers' Union of Lindenau greets the night shift."


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A certificate for page.example that is its own authority (a file's name), and the server's side of it."""
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "cert.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    made += ["-subj", "/CN=page.example", "-addext", "subjectAltName=DNS:page.example"]
    try:
        subprocess.run([*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return str(certificate), context


def take(server, host: str, path: str = "/", **more):
    """Capture over https from a test server that all names lead to."""
    more = {"permit": {server.permit}, "resolver": lambda *_name: [HOST], "manners": Manners(every=0), **more}
    return capture(f"https://{host}:{server.port}{path}", **more)


def test_the_certificate_is_checked_against_the_name(authority):
    trust, context = authority
    names = []
    context.sni_callback = lambda _connection, name, _context: names.append(name)
    with serving({"/": answer(PAGE)}, tls=context) as server:
        page = take(server, "page.example", trust=trust)
        assert page.data == PAGE
        assert page.chain[0].ip == HOST
        assert set(names) == {"page.example"}
        with pytest.raises(Untrusted):
            take(server, "other.example", trust=trust)
        with pytest.raises(Untrusted):
            take(server, HOST, trust=trust)
        with pytest.raises(Untrusted):
            take(server, "page.example")


def test_no_way_back_from_https(authority):
    trust, context = authority
    with serving({"/": answer(PAGE)}) as plain, serving({}, tls=context) as server:
        server.pages["/"] = redirect(plain.address("/", "page.example"))
        with pytest.raises(BadRedirect, match="back to http"):
            take(server, "page.example", trust=trust, permit={server.permit, plain.permit})
        assert plain.seen == []


def test_a_server_that_does_not_speak_tls():
    with serving({"/": answer(PAGE)}) as server, pytest.raises(FetchRefused):
        take(server, "page.example", limits=Limits(seconds=0.6))


def test_through_a_proxy_names_are_looked_up_there(settings):
    def never(host, port):
        raise AssertionError("looked up here")

    with serving({"/": answer(PAGE)}) as server, socks_proxy(server) as (proxy, asked):
        settings.FETCH_PROXY = proxy
        for host in ("page.example", "exampleexample.onion"):
            page = capture(f"http://{host}/", resolver=never, manners=Manners(every=0))
            assert page.data == PAGE
            assert page.chain[0].ip == ""
        assert asked == [("page.example", 80)] * 2 + [("exampleexample.onion", 80)] * 2


def test_the_system_looks_no_name_up_beside_a_proxy(monkeypatch):
    looked_up = []
    asking = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *more, **rest: looked_up.append(host) or asking(host, *more)
    )
    with serving({"/": answer(PAGE)}) as server, socks_proxy(server) as (proxy, _asked):
        capture("http://page.example/", proxy=proxy, manners=Manners(every=0))
    assert set(looked_up) == {HOST}


def test_through_a_proxy_what_is_spelled_out_is_judged():
    with serving({"/": redirect("http://10.0.0.1/")}) as server, socks_proxy(server) as (proxy, asked):
        for address in ("http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/", "http://page.example/"):
            with pytest.raises(NotPublic):
                capture(address, proxy=proxy, manners=Manners(every=0))
        with pytest.raises(BadAddress):
            capture("http://localhost/", proxy=proxy)
        assert {name for name, _port in asked} == {"page.example"}


def test_a_proxy_that_is_down_stops_everything(settings):
    with socket.create_server((HOST, 0)) as listening:
        port = listening.getsockname()[1]
    settings.FETCH_PROXY = f"socks5h://{HOST}:{port}"
    resolved = []
    with serving({"/": answer(PAGE)}) as server:
        for more in ({}, {"proxy": None}, {"proxy": ""}):
            with pytest.raises(ProxyDown):
                capture(
                    server.address("/", "page.example"),
                    permit={server.permit},
                    resolver=lambda *name: resolved.append(name) or [HOST],
                    **more,
                )
        assert server.seen == resolved == []


@pytest.mark.parametrize(
    "proxy", ["socks5://127.0.0.1:9", "http://127.0.0.1:9", "socks5h://127.0.0.1", "direct", "socks5h:"]
)
def test_what_is_no_proxy_stops_everything_too(proxy):
    with serving({"/": answer(PAGE)}) as server:
        with pytest.raises(ProxyDown):
            capture(server.address("/"), permit={server.permit}, proxy=proxy)
        assert server.seen == []


def test_a_proxy_that_is_silent_or_refuses():
    with socket.create_server((HOST, 0)) as silent, pytest.raises(FetchRefused):
        proxy = f"socks5h://{HOST}:{silent.getsockname()[1]}"
        capture("http://page.example/", proxy=proxy, limits=Limits(seconds=0.4))
    with serving({}) as server, socks_proxy(server, refuse=4) as (proxy, _asked), pytest.raises(Unreachable):
        capture("http://page.example/", proxy=proxy)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FETCH_PROXY", "socks5://127.0.0.1:9050"),
        ("FETCH_PROXY", "127.0.0.1:9050"),
        ("FETCH_PROXY", "socks5h://127.0.0.1:port"),
        ("FETCH_PORTS", "80,http"),
        ("FETCH_PORTS", "0"),
        ("FETCH_CONTACT", "a\nX-Smuggled: b"),
        ("FETCH_EVERY", "-1"),
    ],
)
def test_wrong_settings_stop_the_start(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    run = subprocess.run([sys.executable, "-c", "import archive.settings"], capture_output=True, text=True)
    assert run.returncode == 1
    assert f"ImproperlyConfigured: {name}" in run.stderr
