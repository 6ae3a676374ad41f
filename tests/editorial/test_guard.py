"""Which addresses are fetched: hostile spellings against the reading, network addresses against the list."""

import pytest

from editorial.intake.guard import is_within, read_address, site_of, why_not_public
from editorial.intake.refusals import BadAddress

NOT_PUBLIC = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.254 127.0.0.1 127.1.2.3 127.255.255.255
168.63.129.16 169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1
192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.168.255.255 192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.1
203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::10.0.0.1 ::ffff:127.0.0.1
::ffff:10.0.0.1 ::ffff:8.8.8.8 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b::10.0.0.1
64:ff9b::192.168.1.1 64:ff9b::0.0.0.0 64:ff9b:1::1 64:ff9b:1::7f00:1 100::1 2001::1
2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1::1 2002:a00:1::1
2002:c0a8:101::1 2002:808:808::1 2620:4f:8000::1 3ffe::1 3fff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254 fd12:3456::1
fe80::1 fe80::1%1 febf::1 fec0::1 feff::1 ff02::1 ff0e::1 2a00:1450::5efe:10.0.0.1 2a00:1450::200:5efe:7f00:1
localhost 127.1 0x7f000001 1.2.3.4.5
"""

PUBLIC = """
1.1.1.1 8.8.8.8 9.9.9.9 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1 172.15.255.255 172.32.0.1 192.0.1.1
192.167.255.255 198.17.255.255 198.20.0.1 223.255.255.255 2001:4860:4860::8888 2606:4700::1111 2a00:1450:4001::1
2620:fe::fe 64:ff9b::808:808
"""


@pytest.mark.parametrize("ip", NOT_PUBLIC.split())
def test_what_is_not_public(ip):
    assert why_not_public(ip)


@pytest.mark.parametrize("ip", PUBLIC.split())
def test_what_is_public(ip):
    assert why_not_public(ip) == ""


REFUSED = [
    # other schemes, and what only looks like an address
    "", "/etc/passwd", "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "javascript:alert(1)",
    "data:text/html,x", "jar:http://example.org!/", "ws://example.org/", "//example.org/", "http:example.org",
    "http:/example.org", "http://", "http:///path", "https://?q", "http://#x", "HTTP\t://example.org/",
    # numbers in disguise
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://017700000001/",
    "http://127.1/", "http://127.0.1/", "http://0/", "http://0.0.0.0.0/", "http://1.2.3.256/", "http://1.2.3.04/",
    "http://127.0.0.0x1/", "http://127.0.0.1.1/", "http://4294967296/", "http://0x/", "http://1.2.3/",
    "http://１２７.1/", "http://①②⑦.1/", "http://example.123/", "http://a.0x1/",
    # IPv6 in odd shapes
    "http://[::1%25lo]/", "http://[::1%lo]/", "http://[fe80::1%eth0]/", "http://::1/", "http://[::1/", "http://[]/",
    "http://[1.2.3.4]/", "http://[v1.x]/", "http://[::1]x/", "http://[::1]]/", "http://x[::1]/", "http://[:::1]/",
    # names and passwords, and what hides a second host
    "http://user@example.org/", "http://user:word@example.org/", "http://example.org@127.0.0.1/",
    "http://example.org:80@127.0.0.1/", "http://example.org:@127.0.0.1/", "http://@example.org/",
    "http://example.org\\@127.0.0.1/", "http://example.org\\.evil.org/", "http://127.0.0.1\\example.org/",
    "http://example.org%40127.0.0.1/", "http://example.org%2f@x/", "http://exa%6dple.org/", "http://example.org%00/",
    # signs that parsers drop or split at
    "http://exam\tple.org/", "http://exam\nple.org/", "http://example.org/\r\nHost: x", "http://example.org /",
    "http://example.org/a b", "http://exa\u00a0mple.org/", "http://exam\u2028ple.org/", "http://\ufeffexample.org/",
    "http://exa\x00mple.org/", "http://exa\u202emple.org/", "http://exa\u200bmple.org/x".replace("\u200b", "\u2066"),
    "http://example.org\ud800/",
    # ports
    "http://example.org:22/", "http://example.org:6379/", "http://example.org:0/", "http://example.org:99999/",
    "http://example.org:8o/", "http://example.org:-80/", "http://example.org:80:80/", "http://example.org:８０/",
    # shapes of names
    "http://.example.org/", "http://example..org/", "http://example.org../", "http://-example.org/", "http://./",
    "http://" + "a" * 64 + ".org/", "http://" + "a." * 130 + "org/", "http://exa*mple.org/", "http://a,b.org/",
    "http://ex!ample.org/", "http://example.org;x/", "http://xn--a.org/", "http://xn--.org/", "http://a℀b.org/",
    "http://" + "x" * 2001, "http://example.org/" + "ä" * 400,
    # names of the house
    "http://localhost/", "http://LOCALHOST./", "http://foo.localhost/", "http://router/", "http://printer.local/",
    "http://nas.lan/", "http://metadata.google.internal/", "http://x.home.arpa/", "http://ｌｏｃａｌｈｏｓｔ/",
    "http://db.corp/", "http://exampleexample.onion/",
]  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_refused_spellings(text):
    with pytest.raises(BadAddress) as refused:
        read_address(text)
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert sentence.isprintable()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("http://example.org", "http://example.org/"),
        (" HTTPS://Example.ORG.:443/A?b=c#d\n", "https://example.org/A?b=c"),
        ("http://example.org:443/", "http://example.org:443/"),
        ("http://example.org?q=1", "http://example.org/?q=1"),
        ("http://example.org/با‌هم?x=é", "http://example.org/%D8%A8%D8%A7%E2%80%8C%D9%87%D9%85?x=%C3%A9"),
        ("http://example.org/a%20b/%2e", "http://example.org/a%20b/%2e"),
        ("http://کارگر.example/", "http://xn--mgbua19b6a.example/"),
        ("http://BÜCHER。example/", "http://xn--bcher-kva.example/"),
        ("http://faß.de/", "http://xn--fa-hia.de/"),
        ("http://my_blog.example.org/", "http://my_blog.example.org/"),
        ("http://１.１.１.１/", "http://1.1.1.1/"),
        ("http://[2606:4700:0:0::1111]/", "http://[2606:4700::1111]/"),
        ("http://xn--p1ai.xn--55qx5d/", "http://xn--p1ai.xn--55qx5d/"),
    ],
)
def test_one_spelling(text, read):
    address = read_address(text)
    assert str(address) == read
    assert str(read_address(str(address))) == read


def test_what_is_spelled_out_is_known_as_such():
    assert read_address("http://1.1.1.1/").is_literal
    assert read_address("http://[2606:4700::1111]/").is_literal
    assert not read_address("http://example.org/").is_literal


def test_onion_only_through_a_proxy():
    assert read_address("http://exampleexample.onion/", onion=True).host == "exampleexample.onion"


def test_hosts_are_compared_by_label():
    assert is_within("example.org", ["example.org"])
    assert is_within("a.b.example.org", ["example.net", "example.org"])
    for host in ("evilexample.org", "example.org.evil.net", "org", "xample.org", "example.orge", "", "example.net"):
        assert not is_within(host, ["example.org"])
    assert not is_within("example.org", ["org"])
    assert not is_within("1.1.1.1", ["1.1.1"])
    assert is_within("1.1.1.1", ["1.1.1.1"])
    assert not is_within("9.1.1.1.1", ["1.1.1.1"])
    assert [site_of(host) for host in ("www.example.org", "www.org", "blog.example.org")] == [
        "example.org",
        "www.org",
        "blog.example.org",
    ]
