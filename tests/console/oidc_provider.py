"""OpenID provider for the tests: the program `oidc-provider-mock`, in a process of its own.

Around it is what a real provider does and it does not (PKCE is checked, a refusal has its state), and what an attacker
would do: a test chooses by `PUT /forge` which claims the next tokens have, signed by the program's own key, or how
their signature is forged.

    python tests/console/oidc_provider.py PORT
"""

import base64
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


@dataclass
class Provider:
    """WSGI application around the program's own."""

    inner: Any
    forge: dict[str, Any] = field(default_factory=dict)
    challenges: dict[str, str] = field(default_factory=dict)
    fetched: int = 0
    """Number of times that the keys were read."""

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = BytesIO(body)
        if path == "/forge":
            return self._chosen(environ, body, start)
        if path == "/oauth2/token" and not self._proves(body):
            return _answered(start, "400 Bad Request", {"error": "invalid_grant"})
        status, headers, content = self._inner(environ)
        if path == "/oauth2/authorize":
            headers = self._remembered(environ, headers)
        elif path == "/oauth2/token" and status.startswith("200"):
            content = self._forged(json.loads(content))
        elif path == "/jwks":
            self.fetched += 1
        elif path == "/.well-known/openid-configuration":
            content = json.dumps({**json.loads(content), **self.forge.get("metadata", {})}).encode()
        headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start(status, [*headers, ("Content-Length", str(len(content)))])
        return [content]

    def _inner(self, environ: dict[str, Any]) -> tuple[str, list[tuple[str, str]], bytes]:
        seen: list[Any] = []
        content = b"".join(self.inner(environ, lambda status, headers, _=None: seen.extend((status, headers))))
        return seen[0], seen[1], content

    def _chosen(self, environ: dict[str, Any], body: bytes, start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "PUT":
            self.forge = json.loads(body)
        return _answered(start, "200 OK", {"fetched": self.fetched})

    def _remembered(self, environ: dict[str, Any], headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Keep the challenge of the code that was given; a refusal gets the state, which the program forgets."""
        asked = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
        found: list[tuple[str, str]] = []
        for name, value in headers:
            answered = parse_qs(urlsplit(value).query) if name.lower() == "location" else {}
            for code in answered.get("code", ()):
                if asked.get("code_challenge_method") == "S256":
                    self.challenges[code] = asked["code_challenge"]
            lost = "error" in answered and "state" not in answered
            found.append((name, f"{value}&{urlencode({'state': asked['state']})}" if lost else value))
        return found

    def _proves(self, body: bytes) -> bool:
        """Whether the caller has the verifier of the sign-in (RFC 7636); one without a challenge is none of ours."""
        sent = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        return self.challenges.get(sent.get("code", "")) == proof

    def _forged(self, token: dict[str, Any]) -> bytes:
        from authlib.jose import JsonWebKey, jwt

        header, payload, signature = token["id_token"].split(".")
        claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
        claims |= self.forge.get("claims", {})
        keep, own = self.forge.get("id_token"), self.inner_key()
        if keep == "missing":
            del token["id_token"]
        elif keep == "none":
            token["id_token"] = f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}."
        elif keep == "hs256":  # the public key, which everybody has, used as a shared secret
            public = JsonWebKey.import_key(own.as_dict(is_private=False)).as_pem()
            token["id_token"] = _signed_hs256(claims, public, own.as_dict().get("kid"))
        elif keep == "stranger":  # another key under the same name
            stranger = JsonWebKey.generate_key("RSA", 2048, is_private=True)
            named = json.loads(base64.urlsafe_b64decode(header + "=="))
            token["id_token"] = jwt.encode(named, claims, stranger).decode()
        elif keep == "unsigned":
            token["id_token"] = f"{header}.{_part(claims)}."
        elif keep == "changed":
            token["id_token"] = f"{header}.{_part({**claims, 'sub': 'somebody-else'})}.{signature}"
        elif self.forge.get("claims"):
            named = json.loads(base64.urlsafe_b64decode(header + "=="))
            token["id_token"] = jwt.encode(named, claims, own).decode()
        return json.dumps(token).encode()

    inner_key: Callable[[], Any] = field(default=lambda: None)


def _part(content: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def _signed_hs256(claims: dict[str, Any], secret: bytes, kid: str | None) -> str:
    import hmac

    signed = f"{_part({'alg': 'HS256', 'typ': 'JWT', 'kid': kid})}.{_part(claims)}"
    proof = hmac.new(secret, signed.encode(), "sha256").digest()
    return f"{signed}.{base64.urlsafe_b64encode(proof).decode().rstrip('=')}"


def _answered(start: Callable[..., Any], status: str, body: dict[str, Any]) -> Iterable[bytes]:
    start(status, [("Content-Type", "application/json")])
    return [json.dumps(body).encode()]


class _Server(ThreadingMixIn, WSGIServer):
    """Standard library's server, with a thread for each request."""

    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Log nothing."""


def serve(port: int) -> None:
    """Serve the provider on this machine until the process is ended."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    import oidc_provider_mock
    from authlib import jose
    from oidc_provider_mock._storage import storage

    app = oidc_provider_mock.app()
    keys: list[Any] = []
    provider = Provider(app.wsgi_app, inner_key=lambda: keys[0])

    @app.before_request
    def keep_keys() -> None:
        if provider.forge.pop("rotate", None):
            storage.jwk = jose.RSAKey.generate_key(is_private=True)
        keys[:] = [storage.jwk]

    make_server("127.0.0.1", port, provider, server_class=_Server, handler_class=_Silent).serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
