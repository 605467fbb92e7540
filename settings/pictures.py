"""Limits on decoding untrusted pictures (docs/emblems.md, docs/reliability.md)."""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from settings.kinds import Count, Expected, Seconds

if TYPE_CHECKING:
    from emblems.limits import Limits


class PictureSettings(BaseSettings):
    """Limits on pictures. A picture that exceeds one gets 422, which names it; one that waits too long gets 503."""

    model_config = SettingsConfigDict(use_attribute_docstrings=True)

    # --- checked in the bytes, before decoding -----------------------------------------------------------------------

    picture_pixels: Annotated[int, Field(ge=256, le=100_000_000), Expected("a whole number from 256 to 100000000")] = (
        16_000_000
    )
    """Most pixels, width times height: 4,000 by 4,000 take 48 MB at 8 bits, 128 MB at 16 with alpha."""

    picture_side_px: Count = 16_384
    """Most pixels of a picture's longer side."""

    picture_parts: Count = 10_000
    """Most chunks of a PNG or WebP, or segments of a JPEG."""

    picture_scans: Count = 100
    """Most scans of a JPEG, passes over its pixels; real files have about ten."""

    # --- enforced by the decoding process ----------------------------------------------------------------------------

    picture_processor_s: Annotated[int, Field(ge=1, le=3600), Expected("whole seconds from 1 to 3600")] = 5
    """Most seconds of processor time for one picture; the largest real ones took 1.4."""

    picture_memory_mib: Annotated[int, Field(ge=64, le=65_536), Expected("MiB from 64 to 65536")] = 320
    """Most MiB of address space for decoding one picture; the largest real ones took 256."""

    picture_deadline_s: Seconds = 20.0
    """Seconds of elapsed time after which the process that decodes a picture is killed."""

    # --- waiting pictures --------------------------------------------------------------------------------------------

    picture_processes: Annotated[int, Field(ge=1, le=64), Expected("a whole number from 1 to 64")] = 2
    """Decoding processes of an API process, each for one picture at a time; they start with the first picture."""

    picture_waiting: Count = 32
    """Most pictures that wait or are decoded in an API process; further ones get 503 with `Retry-After`."""

    picture_wait_s: Seconds = 10.0
    """Most seconds that a picture waits for a free process; then 503 with `Retry-After`."""

    def pictures(self) -> "Limits":
        """Limits for the decoding processes."""
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
