"""Connections are not held open for ever: who does not come to the end of a request is cut off."""

from asyncio import TimerHandle, Transport
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uvicorn.protocols.http.h11_impl import H11Protocol

LATE = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


def patient(seconds: float) -> "type[H11Protocol]":
    """Connections with a time-out for the head of each request, and twice as much for what follows it.

    The server's own time-out ends with the first byte, so that one byte a second would hold a connection for ever.
    """
    from h11 import IDLE, SEND_BODY
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Patient(H11Protocol):
        part: Any = None  # of a request, that is waited for
        clock: TimerHandle | None = None

        def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self.wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self.wait()

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            if self.clock:
                self.clock.cancel()

        def wait(self) -> None:
            """Set the clock anew where another part is waited for; none while it is ours to answer."""
            part = self.conn.their_state
            if part is self.part:
                return
            if self.clock:
                self.clock.cancel()
            self.part, self.clock = part, None
            # Whoever reads a body answers a slow one in time; the double is for a body that nobody reads.
            if part in (IDLE, SEND_BODY):
                self.clock = self.loop.call_later(seconds * (1 + (part is SEND_BODY)), self.cut_off)

        def cut_off(self) -> None:
            if self.transport.is_closing() or self.conn.their_state is not self.part:
                return
            if self.part is IDLE:
                self.transport.write(LATE)
            self.transport.close()

    return Patient
