"""Limits on pictures from strangers: what decoding one may cost (docs/emblems.md, docs/reliability.md)."""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from settings.kinds import Count, Expected, Seconds

if TYPE_CHECKING:
    from emblems.limits import Limits


class PictureSettings(BaseSettings):
    """The numbers. What goes beyond one is refused with 422, which names it; who has to wait too long gets 503."""

    model_config = SettingsConfigDict(use_attribute_docstrings=True)

    # --- told from the bytes, before anything is decoded -------------------------------------------------------------

    picture_pixels: Annotated[int, Field(ge=256, le=100_000_000), Expected("a whole number from 256 to 100000000")] = (
        16_000_000
    )
    """Width times height that is decoded, at most: 4,000 by 4,000 takes 48 MB at 8 bits, 128 MB at 16 with alpha."""

    picture_side_px: Count = 16_384
    """Pixels of a picture's longer side, at most."""

    picture_parts: Count = 10_000
    """Chunks of a PNG or WebP, segments of a JPEG, at most."""

    picture_scans: Count = 100
    """Passes of a JPEG over its pixels, at most; programs make about ten."""

    # --- kept by the process that decodes ----------------------------------------------------------------------------

    picture_processor_s: Annotated[int, Field(ge=1, le=3600), Expected("whole seconds from 1 to 3600")] = 5
    """Seconds of processor time for one picture, at most; the largest honest ones took 1.4."""

    picture_memory_mib: Annotated[int, Field(ge=64, le=65_536), Expected("MiB from 64 to 65536")] = 320
    """MiB of address space for decoding one picture, at most; the largest honest ones took 256."""

    picture_deadline_s: Seconds = 20.0
    """Seconds after which the process that decodes a picture is killed, however busy the machine is."""

    # --- those that wait ---------------------------------------------------------------------------------------------

    picture_processes: Annotated[int, Field(ge=1, le=64), Expected("a whole number from 1 to 64")] = 2
    """Processes of an API process that decode pictures, each one at a time; they begin with the first picture."""

    picture_waiting: Count = 32
    """Pictures that wait or are looked at in an API process, at most; beyond, 503 with `Retry-After`."""

    picture_wait_s: Seconds = 10.0
    """Seconds for which a picture waits for a process to be free, at most; then 503 with `Retry-After`."""

    def pictures(self) -> "Limits":
        """The numbers as the readers of pictures want them."""
        from emblems.limits import Limits

        return Limits(
            processes=self.picture_processes,
            waiting=self.picture_waiting,
            wait_s=self.picture_wait_s,
            pixels=self.picture_pixels,
            side_px=self.picture_side_px,
            parts=self.picture_parts,
            scans=self.picture_scans,
            processor_s=self.picture_processor_s,
            memory_mib=self.picture_memory_mib,
            deadline_s=self.picture_deadline_s,
        )
