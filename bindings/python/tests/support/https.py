"""A server on loopback that speaks TLS and wants to see the client's certificate.

Its certificates are good for 127.0.0.1 alone and for a hundred years, and open nothing: whoever
reads this has their keys.
"""

from __future__ import annotations

import socket
import ssl
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

AUTHORITY = """\
-----BEGIN CERTIFICATE-----
MIIBqTCCAU+gAwIBAgIUbcgUSC6g9Qz1huOAlp4e5I9HNLIwCgYIKoZIzj0EAwIw
ITEfMB0GA1UEAwwWQXV0aG9yaXR5IG9mIHRoZSB0ZXN0czAgFw0yNjExMjExNjI3
MTdaGA8yMTI2MTAyODE2MjcxN1owITEfMB0GA1UEAwwWQXV0aG9yaXR5IG9mIHRo
ZSB0ZXN0czBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCP6DcHVm0yo2tdEj6lT
4jhi7ydb75oV5W1PENx2phHwwAc4stvwPZ2o4alWixCRQKL9cH20sOdT9RNu+tO2
/S+jYzBhMB0GA1UdDgQWBBRwmE9PcoOHEnwHrkBXieM3PeL9rzAfBgNVHSMEGDAW
gBRwmE9PcoOHEnwHrkBXieM3PeL9rzAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB
/wQEAwICBDAKBggqhkjOPQQDAgNIADBFAiBjqb3Lb9BoobUdOWiigoWGiLVGj5Yz
0zMjdXIuUA9avgIhAM5Y5hvJ7F/93Og4bD1ZDRVX4jXAstKdkKZ7mIhNjVft
-----END CERTIFICATE-----
"""
SERVER = """\
-----BEGIN CERTIFICATE-----
MIIB1TCCAXygAwIBAgIUZJrrKU6jpsFB33WMYxuAghzT4t8wCgYIKoZIzj0EAwIw
ITEfMB0GA1UEAwwWQXV0aG9yaXR5IG9mIHRoZSB0ZXN0czAgFw0yNjExMjExNjI3
MTdaGA8yMTI2MTAyNzE2MjcxN1owHjEcMBoGA1UEAwwTc2VydmVyIG9mIHRoZSB0
ZXN0czBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBIxvngt+xLlzwcvCAi751MA
rtdUwIg5HJHJMGgJeHUsyveDc34ZqzWzp+jajOHvUwXI2dvMJYKDZ7tHA/8nr/Wj
gZIwgY8wDAYDVR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCB4AwEwYDVR0lBAwwCgYI
KwYBBQUHAwEwGgYDVR0RBBMwEYcEfwAAAYIJbG9jYWxob3N0MB0GA1UdDgQWBBSL
qqcL2chxzGuM6F4BaolFuonUDDAfBgNVHSMEGDAWgBRwmE9PcoOHEnwHrkBXieM3
PeL9rzAKBggqhkjOPQQDAgNHADBEAiBfi6l4j1VD4WMU8sfMVnRB+sp+Ts1EcvRH
4udlOm9DTwIgYZzxQ4Sv2YS5XKtBs+JoDmFJwD2wpvSCYx+BzbCPBgs=
-----END CERTIFICATE-----
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgFan1vdqsfi19JNbr
k9j1ITU2sRe/tB0YM03bDHY+AyehRANCAAQSMb54LfsS5c8HLwgIu+dTAK7XVMCI
ORyRyTBoCXh1LMr3g3N+Gas1s6fo2ozh71MFyNnbzCWCg2e7RwP/J6/1
-----END PRIVATE KEY-----
"""
CLIENT = """\
-----BEGIN CERTIFICATE-----
MIIB1TCCAXygAwIBAgIUZJrrKU6jpsFB33WMYxuAghzT4uAwCgYIKoZIzj0EAwIw
ITEfMB0GA1UEAwwWQXV0aG9yaXR5IG9mIHRoZSB0ZXN0czAgFw0yNjExMjExNjI3
MTdaGA8yMTI2MTAyNzE2MjcxN1owHjEcMBoGA1UEAwwTY2xpZW50IG9mIHRoZSB0
ZXN0czBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJdEuWKlUrIcR9/+p6V3Wy48
MtL1lSTlGhbS96sYgD0HeiVpDR3hAPZzte8EkN0Io+mkndqAztDl6PkYeCUzB+Sj
gZIwgY8wDAYDVR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCB4AwEwYDVR0lBAwwCgYI
KwYBBQUHAwIwGgYDVR0RBBMwEYcEfwAAAYIJbG9jYWxob3N0MB0GA1UdDgQWBBRE
i065suG72wA2yrB15uT9L8IDVDAfBgNVHSMEGDAWgBRwmE9PcoOHEnwHrkBXieM3
PeL9rzAKBggqhkjOPQQDAgNHADBEAiB90q3VTHNnS8CD63nQu3h/R4Fx74OCNhlI
79mbWbxqlgIgKYOtAWuJ8byTpJQoy8NExnmLOUAcfP1vRokh3XYUseQ=
-----END CERTIFICATE-----
"""
CLIENT_KEY = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgrW2YpCzJ/te/2HL7
zrI1rqN9NlocLv9s2ZtkAjlaqKihRANCAASXRLlipVKyHEff/qeld1suPDLS9ZUk
5RoW0verGIA9B3olaQ0d4QD2c7XvBJDdCKPppJ3agM7Q5ej5GHglMwfk
-----END PRIVATE KEY-----
"""
# What it answers.
CONFIG = (
    '{"type": "oauth", "client_id": "seen", "authorization_endpoint": "https://id.test/a",'
    ' "token_endpoint": "https://id.test/t"}'
)


@dataclass
class Https:
    """Where it is, and what it saw of each connection that stood."""

    url: str
    certificates: list[Any] = field(default_factory=list[Any])
    protocols: list[str | None] = field(default_factory=list[str | None])


@contextmanager
def serving(*, protocols: list[str]) -> Generator[Https]:
    """A server that offers these protocols and answers one request of each connection."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cadata=AUTHORITY)
    context.verify_mode = ssl.CERT_REQUIRED
    context.set_alpn_protocols(protocols)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "server.pem")
        file.write_text(SERVER)
        context.load_cert_chain(file)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        it = Https(f"https://127.0.0.1:{listener.getsockname()[1]}")
        thread = threading.Thread(target=_serve, args=(listener, context, it))
        thread.start()
        try:
            yield it
        finally:
            # It waits for a connection, and takes an empty one for the end.
            socket.create_connection(listener.getsockname()).close()
            thread.join()


def _serve(listener: socket.socket, context: ssl.SSLContext, it: Https) -> None:
    while True:
        plain, _ = listener.accept()
        plain.settimeout(30)
        if not plain.recv(1, socket.MSG_PEEK):
            plain.close()
            return
        try:
            with context.wrap_socket(plain, server_side=True) as connection:
                it.certificates.append(connection.getpeercert())
                it.protocols.append(connection.selected_alpn_protocol())
                connection.recv(65536)
                head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                tail = f"Content-Length: {len(CONFIG)}\r\nConnection: close\r\n\r\n"
                connection.sendall((head + tail + CONFIG).encode())
        except OSError:
            # The client does not like the server, or the server the client.
            plain.close()
