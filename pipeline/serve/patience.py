"""Connections are not held open for ever: who does not come to the end of a request is cut off."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

LATE = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Patient(H11Protocol):
    """A connection with a time-out for the head of each request, and twice as much for what follows it.

    The server's own time-out ends with the first byte, so that one byte a second would hold a connection for ever.
    """

    patience: float  # seconds
    _waits_for: Any = None  # the part of a request, as h11 has it
    _clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._clock:
            self._clock.cancel()

    def _wait(self) -> None:
        """Set the clock anew where another part is waited for; none while it is ours to answer."""
        part = self.conn.their_state
        if part is self._waits_for:
            return
        if self._clock:
            self._clock.cancel()
        self._waits_for, self._clock = part, None
        if part in (h11.IDLE, h11.SEND_BODY):
            # Whoever reads the body answers a slow one; this is for a body that nobody reads.
            self._clock = self.loop.call_later(self.patience * (1 + (part is h11.SEND_BODY)), self._cut_off)

    def _cut_off(self) -> None:
        if not self.transport.is_closing() and self.conn.their_state is self._waits_for:
            if self._waits_for is h11.IDLE:
                self.transport.write(LATE)
            self.transport.close()
