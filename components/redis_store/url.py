"""``REDIS_URL``: its parts and options, each of them checked before redis-py is given it."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from .errors import StoreConfigurationError

# No part may hold a character that ends it: in a password, it would lead to another host without a word.
_USER = "(?:(?P<username>[^:/?#]*)(?::(?P<password>[^/?#]*))?@)?"
_HOST = r"(?P<host>\[[\w:.%]+\]|[\w-]{1,63}(?:\.[\w-]{1,63})*\.?)?(?::(?P<port>[0-9]+))?"
_QUERY = r"(?:\?(?P<query>[^#@]*))?"
_NETWORK = re.compile(f"(?P<scheme>rediss?)://{_USER}{_HOST}(?:/(?P<db>[0-9]*))?{_QUERY}", re.ASCII)
_SOCKET = re.compile(f"(?P<scheme>unix)://{_USER}(?P<path>/[^?#]+){_QUERY}")

_Kind = tuple[str, str, Callable[[str], Any]]  # what it must be, its pattern, and what redis-py is given
_WHOLE: _Kind = ("a whole number", "[0-9]{1,9}", int)
_COUNT: _Kind = ("a number from 1 to 65535", "[1-9][0-9]{0,4}", lambda text: range(65536)[int(text)])
_SECONDS: _Kind = ("seconds, such as 2 or 0.5", "(?=.*[1-9])[0-9]{1,6}([.][0-9]{1,6})?", float)
_SWITCH: _Kind = ("true or false", "(?i:true|yes|1|false|no|0)", lambda text: text[0] in "tTyY1")
_TEXT: _Kind = ("text without control characters", r"[^\x00-\x1f\x7f\ud800-\udfff]+", str)
_FILE: _Kind = ("a path that exists", _TEXT[1], lambda text: str(Path(text).resolve(strict=True)))
_VERIFY: _Kind = (
    "CERT_NONE, CERT_OPTIONAL or CERT_REQUIRED",
    "(?i:(cert_)?(none|optional|required))",
    lambda text: text.lower().removeprefix("cert_"),
)

_PARTS: dict[str, _Kind] = {
    "host": ("a host", ".+", lambda text: text.strip("[]")),
    "path": _TEXT,
    "port": _COUNT,
}
# Other options of redis-py's are refused. They break the store (as text in place of bytes does), need what a
# URL can't hold, or are true whatever the URL says.
_OPTIONS: dict[str, _Kind] = {
    "client_name": ("visible ASCII characters, without spaces", "[!-~]+", str),
    **dict.fromkeys(["db", "health_check_interval"], _WHOLE),
    "max_connections": _COUNT,
    "protocol": ("2", "2", int),
    **dict.fromkeys(["password", "username", "ssl_ciphers", "ssl_password"], _TEXT),
    **dict.fromkeys(["retry_on_timeout", "socket_keepalive", "ssl_check_hostname"], _SWITCH),
    **dict.fromkeys(["socket_connect_timeout", "socket_timeout", "timeout"], _SECONDS),
    **dict.fromkeys(["ssl_ca_certs", "ssl_ca_path", "ssl_certfile", "ssl_keyfile"], _FILE),
    "ssl_cert_reqs": _VERIFY,
    "ssl_min_version": ("TLSv1_2 or TLSv1_3", "TLSv1_[23]", lambda text: ssl.TLSVersion[text]),
}
_REFUSED = {"redis": ("ssl_",), "rediss": (), "unix": ("ssl_", "socket_keepalive")}


def read(url: str) -> tuple[str, dict[str, Any]]:
    """Return a URL's scheme, and what redis-py's pool of connections is to be made with."""
    match = _NETWORK.fullmatch(url) or _SOCKET.fullmatch(url)
    if not match:
        raise StoreConfigurationError(
            "REDIS_URL can't be understood: it must be like redis://user:password@host:6379/0, rediss://... "
            "or unix:///path/to/socket, with special characters in the password percent-encoded."
        )
    parts = {name: text for name, text in match.groupdict().items() if text}
    scheme, query = parts.pop("scheme"), parts.pop("query", "")
    arguments = {name: _value(name, unquote(text), (_OPTIONS | _PARTS)[name]) for name, text in parts.items()}
    taken = [name for name in _OPTIONS if not name.startswith(_REFUSED[scheme])]
    for position, (name, text) in enumerate(parse_qsl(query, keep_blank_values=True), 1):
        if name not in taken:
            # What looks like a name may be the rest of a password that has an &.
            named = re.fullmatch("[a-z_]{1,40}", name) and "password" not in query
            raise StoreConfigurationError(
                f"The store doesn't take REDIS_URL's option {name if named else f'no. {position}'}: leave it "
                f"out. With {scheme}:// it takes {', '.join(sorted(taken))}."
            )
        if name in arguments:
            raise StoreConfigurationError(f"REDIS_URL gives {name} twice: leave one out.")
        arguments[name] = _value(name, text, _OPTIONS[name])
    if "ssl_keyfile" in arguments:
        if "ssl_certfile" not in arguments:
            raise StoreConfigurationError("REDIS_URL's ssl_keyfile needs ssl_certfile beside it.")
        arguments.setdefault("ssl_password", "")  # without any, OpenSSL would ask at the terminal
    return scheme, arguments


def _value(name: str, text: str, kind: _Kind) -> Any:
    words, pattern, convert = kind
    try:
        if re.fullmatch(pattern, text):
            return convert(text)
    except (LookupError, OSError):
        pass  # no such number, or no such file: refused as what doesn't look like one
    raise StoreConfigurationError(f"REDIS_URL's {name} must be {words}.")
