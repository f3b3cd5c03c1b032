"""The heads of requests: bounded in length, and each with the one host that it is for.

The parser keeps a header until it ends, however long that takes, and the time of the parser and of whatever reads
cookies grows with their number; all of it is the time of the event loop, which answers everybody.
"""

import re

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# What browsers and the proxies in front of servers send at most (nginx: four times 8 KB).
MOST_HEAD = 32 * 1024
MOST_HEADERS = 200
# A name, an IPv4 address or one in brackets, and a port (RFC 3986, 3.2.2); nothing in which a path could begin.
_HOST = re.compile(rb"(?:\[[0-9A-Fa-f:.]+\]|[\w.~%!$&'()*+,;=-]*)(?::\d{0,5})?", re.ASCII)
_TOO_LONG = b"431 Request Header Fields Too Large", b"The head of the request is longer than 32 KB, or over 200 lines."
# A client that is refused may still be sending. What it sends is dropped for so long (seconds, bytes) before the
# connection is closed: with something left unread the kernel would reset it, and the answer would be lost.
LINGER_SECONDS = 2.0
MOST_DROPPED = 4 * 1024 * 1024
_NO_HOST = b"400 Bad Request", b"The request has no header Host, or more than one, or one that names no host."


class HeadRefused(Exception):
    """The head of a request is refused; the parser passes it on as an error of its own."""


class StrictHeadProtocol(HttpToolsProtocol):
    """HTTP/1.1 that refuses heads without end (431) and those that do not say for which host they are (400).

    Of two hosts a proxy may go by one and whatever answers by the other (RFC 9112, 3.2).
    """

    _in_head = False
    _began_here = False
    _head_length = 0
    _refusal: tuple[bytes, bytes] | None = None
    is_closing = False
    _dropped_length = 0

    def data_received(self, data: bytes) -> None:
        """Take what has come; what belongs to a head that goes on counts also before the parser hands it out."""
        if self.is_closing:
            self._dropped_length += len(data)
            if self._dropped_length > MOST_DROPPED:
                self.transport.close()
            return
        self._began_here = False
        super().data_received(data)
        if not self._in_head or self._refusal is not None or self._began_here:
            return
        self._head_length += len(data)
        if self._head_length > 2 * MOST_HEAD:
            self._refusal = _TOO_LONG
            self.send_400_response("")

    def on_message_begin(self) -> None:
        """Begin to count."""
        super().on_message_begin()
        self._in_head = self._began_here = True
        self._head_length = 0

    def on_url(self, url: bytes) -> None:
        """Count the address."""
        super().on_url(url)
        self._count(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count a header."""
        super().on_header(name, value)
        self._count(len(name) + len(value))

    def _count(self, length: int) -> None:
        self._head_length += length
        if self._head_length > MOST_HEAD or len(self.headers) > MOST_HEADERS:
            self._refuse(_TOO_LONG)

    def check_head(self) -> None:
        """Check a head that is complete. Raises `HeadRefused`."""
        self._in_head = False
        hosts = [value for name, value in self.headers if name == b"host"]
        has_one_host = len(hosts) == 1 or (not hosts and self.parser.get_http_version() == "1.0")
        if not has_one_host or not all(map(_HOST.fullmatch, hosts)):
            self._refuse(_NO_HOST)

    def _refuse(self, refusal: tuple[bytes, bytes]) -> None:
        self._refusal = refusal
        raise HeadRefused

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request, or a head that is refused, and close."""
        if self._owes_earlier_answer():
            # Whatever is written now would be taken for that answer, or stand within it.
            self.is_closing = True
            return
        status, detail = self._refusal or (b"400 Bad Request", msg.encode("ascii"))
        length = str(len(detail)).encode()
        fields = b"content-type: text/plain; charset=utf-8\r\ncontent-length: " + length + b"\r\nconnection: close"
        default_fields = b"".join(name + b": " + value + b"\r\n" for name, value in self.server_state.default_headers)
        self.transport.write(b"HTTP/1.1 " + status + b"\r\n" + default_fields + fields + b"\r\n\r\n" + detail)
        self.close_after_reading()

    def on_response_complete(self) -> None:
        """Go on to the next request, or close where that one is refused and all before it are answered."""
        super().on_response_complete()
        if self.is_closing and self.cycle.response_complete:
            self.transport.close()

    def _owes_earlier_answer(self) -> bool:
        """Tell whether a request that came before what is refused is still being answered, or waits for it."""
        if self.cycle is None or self.cycle.response_complete:
            return False
        is_of_next_request = self._in_head or self._refusal is not None
        return is_of_next_request or self.cycle.response_started or bool(self.pipeline)

    def close_after_reading(self) -> None:
        """End the answer, and close once the client has closed as well, or after `LINGER_SECONDS`."""
        self.is_closing = True
        if self.cycle is not None and not self.cycle.response_complete:
            # The request itself is what is refused, within its body; nothing can follow the end.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.write_eof()
        self.loop.call_later(LINGER_SECONDS, self.transport.close)
