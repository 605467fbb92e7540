r"""Misleading characters, as ranges for regular expressions. The tables are our own, so no version of Python changes
them.

They contain no unassigned code points, which may become letters and pictures in a later Unicode.
"""

from typing import Final

REFUSED: Final = (
    ("\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f", "control characters are not allowed"),
    ("\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f", "characters that change the order of others are not allowed"),
    ("\ud800-\udfff", "surrogates (halves of characters) are not allowed"),
    (
        "\ufdd0-\ufdef"
        + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)),
        "noncharacters are not allowed",
    ),
    ("\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd", "private-use characters are not allowed"),
    ("\ufff9-\ufffb\U000e0000-\U000e007f", "hidden letters are not allowed"),
)
"""Characters refused in every readable text, with the error messages."""

BREAKS: Final = "\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
"""Characters beside the usual ones that some programs treat as a new line or page."""

INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Unicode's default ignorable code points and the marks of annotations, which show nothing."""

BLANK: Final = "\u2800\ufffc\ufffd\U00016fe4\U0001d159"
"""Characters with the category of a sign that show nothing: the blank of braille, the object replacement, the
replacement of unreadable input.
"""

ZEROS: Final = (
    "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0de6\u0e50\u0ed0\u0f20\u1040\u1090\u17e0"
    "\u1810\u1946\u19d0\u1a80\u1a90\u1b50\u1bb0\u1c40\u1c50\ua620\ua8d0\ua900\ua9d0\ua9f0\uaa50\uabf0\U000104a0\U00010d30"
    "\U00010d40\U00011066\U000110f0\U00011136\U000111d0\U000112f0\U00011450\U000114d0\U00011650\U000116c0\U000116d0"
    "\U000116da\U00011730\U000118e0\U00011950\U00011bf0\U00011c50\U00011d50\U00011da0\U00011de0\U00011f50\U00016a60"
    "\U00016ac0\U00016b50\U00016d70\U0001e140\U0001e2f0\U0001e4f0\U0001e5f1\U0001e950\U0001fbf0"
)
"""Zero of each script with decimal digits; its one to nine follow (Unicode 17). Full-width and mathematical digits are
left to compatibility normalisation.
"""

ONES: Final = "\u2776\u2780\u278a\u24f5"
"""One of each row of circled digits that normalisation leaves unchanged; two to nine follow."""
LONE_ZEROS: Final = "\u24ff\U0001f10b\U0001f10c"
"""Circled zeros outside such a row."""
