"""The bounds on reading a stranger's picture; the numbers stand in `settings.py`."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Limits:
    """What one picture may cost, and how many are read at a time."""

    processes: int
    """Processes that decode, each one picture at a time."""
    waiting: int
    """Pictures that wait or are read."""
    wait_s: float
    """Seconds until a process must be free."""
    pixels: int
    """Width times height, as the header has them."""
    side_px: int
    """Width or height, the longer."""
    parts: int
    """Chunks of a PNG or WebP, segments of a JPEG."""
    scans: int
    """Passes of a JPEG over all its blocks."""
    processor_s: int
    """Seconds of processor time; the kernel counts whole ones."""
    memory_mib: int
    """MiB of address space beyond what the decoder has before it sees the picture."""
    deadline_s: float
    """Seconds from its beginning until a decoder is killed, however little it has computed."""

    def told(self) -> dict[str, Any]:
        """For the process that keeps them."""
        return asdict(self)
