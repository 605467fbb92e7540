"""The server's time in this process, with bounds that hold whatever the clocks show.

Each answer says when the request arrived and when the answer was sent, both by the server's clock. The request arrived
after we sent it, and the answer was sent before we received it; so the difference to our monotonic clock lies between
two bounds. This machine's wall clock is not read at all.
"""

from typing import Final

DRIFT: Final = 100e-6
"""Most that two clocks run apart, in seconds a second: twice what ordinary quartz does."""
KEPT_S: Final = 600.0
"""Seconds after which a sample is replaced by any newer one."""


class ServerClock:
    """Bounds of the server's time; unknown until the first sample."""

    __slots__ = ("_least", "_most", "_sampled")

    def __init__(self) -> None:
        self._least, self._most, self._sampled = float("-inf"), float("inf"), float("-inf")

    @property
    def known(self) -> bool:
        """Return whether there was a sample."""
        return self._sampled > float("-inf")

    def learn(self, sent: float, received_there: float, sent_there: float, received: float) -> None:
        """Take the four times of an answer into account: here on the monotonic clock, there in seconds since 1970."""
        least, most = sent_there - received, received_there - sent
        age = max(0.0, received - self._sampled)
        if most < least:  # the server's clock was set while it answered
            return
        aged_least, aged_most = self._least - age * DRIFT, self._most + age * DRIFT
        apart = most < aged_least or least > aged_most  # the server's clock was set since
        if apart or age > KEPT_S or most - least < aged_most - aged_least:
            self._least, self._most, self._sampled = least, most, received
        else:
            self._least, self._most, self._sampled = aged_least, aged_most, received

    def bounds(self, now: float) -> tuple[float, float]:
        """Return the earliest and the latest that the server's clock may show, in seconds since 1970; `now` is on our
        monotonic clock.
        """
        drifted = (now - self._sampled) * DRIFT
        return now + self._least - drifted, now + self._most + drifted

    def here(self, there: float) -> float:
        """Return the earliest instant on our monotonic clock at which the server's clock may have shown this."""
        return there - self._most
