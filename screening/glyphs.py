"""x"""

from typing import Final

ALIKE: Final[tuple[str, ...]] = ()
