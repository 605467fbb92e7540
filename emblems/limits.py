"""Limits on reading an untrusted picture; the numbers are set in `settings/pictures.py`."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Limits:
    """Resources that one picture may use, and the number of pictures that are read at a time."""

    processes: int
    """Number of decoding processes; each reads one picture at a time."""
    waiting: int
    """Most pictures that wait or are read."""
    wait_s: float
    """Seconds that a picture waits for a free process before it is refused."""
    pixels: int
    """Most pixels, width times height in the header."""
    side_px: int
    """Most pixels of the longer side."""
    parts: int
    """Most chunks of a PNG or WebP, or segments of a JPEG."""
    scans: int
    """Most scans of a JPEG, each a pass over all its blocks."""
    processor_s: int
    """Most seconds of processor time (whole seconds, as the kernel counts)."""
    memory_mib: int
    """Most MiB of address space, beyond what the decoder has before it reads the picture."""
    deadline_s: float
    """Seconds of elapsed time after which a decoder is killed, whatever processor time it used."""

    def as_dict(self) -> dict[str, Any]:
        """Arguments for the decoding process."""
        return asdict(self)
