"""Signatures of manifests, in minisign's format: Ed25519 over the BLAKE2b-512 of a file.

The private key is a PEM file as `openssl genpkey -algorithm ed25519 -out KEY` makes it. A public key is such a file
too, or minisign's own (`….pub`), or its second line.
"""

import base64
import binascii
import hashlib
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

_KEY, _HASHED = b"Ed", b"ED"
_TRUSTED = "trusted comment: "


class BadKey(Exception):
    """This file is no key that can be used here; the message says why."""


class BadSignature(Exception):
    """The signature is not one of this key over this file."""


def private_key(file: Path) -> Ed25519PrivateKey:
    """Raises BadKey."""
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadKey(f"{file} is no private key in PEM without a password: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey(f"{file} is a key of another kind; make one with: openssl genpkey -algorithm ed25519 -out KEY")
    return key


def public_key(told: str) -> Ed25519PublicKey:
    """The key in a PEM file, in a file of minisign's, or in its line. Raises BadKey."""
    try:
        text = Path(told).read_text() if Path(told).is_file() else told
        if "BEGIN PRIVATE KEY" in text:
            return private_key(Path(told)).public_key()
        if "BEGIN" in text:
            key = load_pem_public_key(text.encode())
            if isinstance(key, Ed25519PublicKey):
                return key
        else:
            raw = base64.b64decode(text.strip().splitlines()[-1], validate=True)
            if len(raw) == 42 and raw[:2] == _KEY:
                return Ed25519PublicKey.from_public_bytes(raw[10:])
    except (OSError, ValueError, IndexError, UnsupportedAlgorithm) as error:
        raise BadKey(f"{told} is no public key: {error}") from error
    raise BadKey(f"{told} is no public Ed25519 key in PEM or of minisign's.")


def line_of(key: Ed25519PublicKey) -> str:
    """A public key as minisign writes it and takes it after `-P`."""
    return base64.b64encode(_KEY + _identity(key) + key.public_bytes_raw()).decode()


def public_file(key: Ed25519PublicKey) -> str:
    """What stands in minisign's file of a public key."""
    return f"untrusted comment: minisign public key {_identity(key)[::-1].hex().upper()}\n{line_of(key)}\n"


def sign(file: Path, key: Ed25519PrivateKey, comment: str) -> str:
    """The signature of a file, with a comment (one line) that is signed too, as minisign writes it."""
    signed = key.sign(_digest(file))
    whole = key.sign(signed + comment.encode())
    written = base64.b64encode(_HASHED + _identity(key.public_key()) + signed).decode()
    return (
        f"untrusted comment: signature of {file.name}\n{written}\n"
        f"{_TRUSTED}{comment}\n{base64.b64encode(whole).decode()}\n"
    )


def check(file: Path, signature: str, key: Ed25519PublicKey) -> str:
    """The signed comment, where the signature is that key's. Raises BadSignature."""
    try:
        _untrusted, written, trusted, whole = signature.splitlines()
        raw = base64.b64decode(written, validate=True)
        comment = trusted.removeprefix(_TRUSTED)
        if len(raw) != 74 or raw[:2] != _HASHED or comment == trusted:
            raise BadSignature("This is no signature of minisign's over a digest.")
        key.verify(raw[10:], _digest(file))
        key.verify(base64.b64decode(whole, validate=True), raw[10:] + comment.encode())
    except (ValueError, binascii.Error) as error:
        raise BadSignature("The signature cannot be read.") from error
    except InvalidSignature as error:
        raise BadSignature(f"{file.name} was not signed with this key, or was changed since.") from error
    return comment


def _identity(key: Ed25519PublicKey) -> bytes:
    """Eight bytes by which minisign tells keys apart; here they follow from the key."""
    return hashlib.sha256(key.public_bytes_raw()).digest()[:8]


def _digest(file: Path) -> bytes:
    counted = hashlib.blake2b()
    with file.open("rb") as opened:
        while piece := opened.read(1 << 20):
            counted.update(piece)
    return counted.digest()
