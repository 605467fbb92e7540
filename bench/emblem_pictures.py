"""Pictures generated from a seed: badges like those of authorities, alterations of them, and honest avatars.

No real emblem is needed. Measured is whether a badge of the bank is found again, and whether other badges of the same
style, the hardest honest pictures, are not matched.
"""

from collections.abc import Callable, Mapping
from typing import Final

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Color = tuple[int, int, int]

SIDE: Final = 512

_COLORS: Final[tuple[Color, ...]] = (
    (30, 30, 200),
    (160, 60, 20),
    (20, 120, 20),
    (20, 170, 220),
    (90, 20, 120),
    (60, 60, 60),
    (140, 110, 10),
)


def badge(chance: Generator) -> Pixels:
    """Return an emblem: a disc, shield or gear with rings, rays, stars, a building, ears of grain and a motto."""
    picture = np.full((SIDE, SIDE, 3), 255, np.uint8)
    middle = SIDE // 2
    main, light, dark = _three(chance)
    _ground(picture, chance, main)
    for ring in range(int(chance.integers(1, 4))):
        cv2.circle(picture, (middle, middle), 190 - 22 * ring - int(chance.integers(0, 8)), light, 5, cv2.LINE_AA)
    if chance.random() < 0.6:
        _rays(picture, chance, dark)
    for draw in chance.permutation(5)[: int(chance.integers(2, 5))]:
        (_stars, _building, _ears, _bars, _anchor)[int(draw)](picture, chance, light)
    _motto(picture, chance, light)
    return picture


def honest(chance: Generator) -> Pixels:
    """Return an avatar as people have them, which is not an emblem of the bank."""
    return _HONEST[int(chance.integers(0, len(_HONEST)))](chance)


def scene(chance: Generator, side: int = SIDE) -> Pixels:
    """Return an image like a photograph: soft light, objects of many sizes, grain."""
    coarse = chance.integers(0, 256, (6, 6, 3), dtype=np.uint8)
    picture = cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC)
    for _ in range(int(chance.integers(10, 40))):
        at = tuple(int(value) for value in chance.integers(0, side, 2))
        axes = tuple(int(value) for value in chance.integers(6, side // 4, 2))
        cv2.ellipse(picture, at, axes, float(chance.integers(0, 180)), 0, 360, _color(chance), -1, cv2.LINE_AA)
    grain = chance.normal(0, 9, picture.shape)
    return np.asarray(np.clip(cv2.GaussianBlur(picture, (0, 0), 1.1) + grain, 0, 255), np.uint8)


# Alterations of an emblem ---------------------------------------------------------------------------------------------


def as_is(picture: Pixels, _: Generator) -> Pixels:
    """Return the picture unchanged."""
    return picture


def rotated(picture: Pixels, chance: Generator) -> Pixels:
    """Return the picture rotated by any angle."""
    turn = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), float(chance.uniform(15, 345)), float(chance.uniform(0.7, 1)))
    return np.asarray(cv2.warpAffine(picture, turn, (SIDE, SIDE), borderValue=(255, 255, 255)), np.uint8)


def cropped(picture: Pixels, chance: Generator) -> Pixels:
    """Return the picture with a fifth to a third cut off at one side or two."""
    part = chance.uniform(0.65, 0.8)
    side = int(SIDE * part)
    left, top = (int(value) for value in chance.integers(0, SIDE - side + 1, 2))
    return picture[top : top + side, left : left + side]


def scaled(picture: Pixels, chance: Generator) -> Pixels:
    """Return the picture small, as lists show it."""
    side = int(chance.integers(96, 200))
    return np.asarray(cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def in_corner(picture: Pixels, chance: Generator) -> Pixels:
    """Return a photograph with the picture in a corner, a quarter to two fifths of its width."""
    under = scene(chance)
    side = int(SIDE * chance.uniform(0.25, 0.4))
    small = np.asarray(cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA), np.uint8)
    top, left = (int(value) * (SIDE - side - 16) + 8 for value in chance.integers(0, 2, 2))
    under[top : top + side, left : left + side] = small
    return under


def overlaid(picture: Pixels, chance: Generator) -> Pixels:
    """Return the picture with letters and a bar across it."""
    over = picture.copy()
    top = int(chance.integers(SIDE // 3, 2 * SIDE // 3))
    cv2.rectangle(over, (0, top), (SIDE, top + int(chance.integers(40, 90))), _color(chance), -1)
    cv2.putText(over, _word(chance, 9), (40, top + 40), cv2.FONT_HERSHEY_DUPLEX, 1.6, (255, 255, 255), 3, cv2.LINE_AA)
    return over


def translucent(picture: Pixels, chance: Generator) -> Pixels:
    """Return a photograph with the picture as a watermark."""
    strength = float(chance.uniform(0.55, 0.75))
    return np.asarray(cv2.addWeighted(picture, strength, scene(chance), 1 - strength, 0), np.uint8)


def compressed(picture: Pixels, chance: Generator) -> Pixels:
    """Return the picture as a JPEG of low quality, with grain."""
    grainy = np.clip(picture + chance.normal(0, 12, picture.shape), 0, 255).astype(np.uint8)
    _, kept = cv2.imencode(".jpg", grainy, [cv2.IMWRITE_JPEG_QUALITY, int(chance.integers(15, 35))])
    return np.asarray(cv2.imdecode(kept, cv2.IMREAD_COLOR), np.uint8)


def recolored(picture: Pixels, _: Generator) -> Pixels:
    """Return the picture without its colours."""
    return np.repeat(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)[:, :, None], 3, axis=2)


def turned_in_corner(picture: Pixels, chance: Generator) -> Pixels:
    """Return several alterations at once: rotated, small, in a corner, compressed."""
    return compressed(in_corner(rotated(picture, chance), chance), chance)


CHANGES: Final[Mapping[str, Callable[[Pixels, Generator], Pixels]]] = {
    "as it is": as_is,
    "rotated by any angle": rotated,
    "cropped to 65-80 % of its sides": cropped,
    "scaled to 96-200 pixels": scaled,
    "in a corner of a photograph, 25-40 % of its width": in_corner,
    "a bar with letters across": overlaid,
    "a watermark over a photograph": translucent,
    "JPEG of quality 15-35 with grain": compressed,
    "in grey": recolored,
    "turned, in a corner, JPEG": turned_in_corner,
}
"""Alterations by their names on the page."""


# Honest pictures ------------------------------------------------------------------------------------------------------


def _photograph(chance: Generator) -> Pixels:
    return scene(chance)


def _face(chance: Generator) -> Pixels:
    picture = scene(chance)
    skin = tuple(int(value) for value in chance.integers(120, 230, 3))
    cv2.ellipse(picture, (256, 270), (120, 160), 0, 0, 360, skin, -1, cv2.LINE_AA)
    for eye in (205, 305):
        cv2.circle(picture, (eye, 230), 16, (250, 250, 250), -1, cv2.LINE_AA)
        cv2.circle(picture, (eye + int(chance.integers(-5, 6)), 230), 8, (20, 20, 20), -1, cv2.LINE_AA)
    cv2.ellipse(picture, (256, 330), (50, 26), 0, 10, 170, (60, 50, 150), 6, cv2.LINE_AA)
    return picture


def _lettered(chance: Generator) -> Pixels:
    picture = np.full((SIDE, SIDE, 3), _color(chance), np.uint8)
    for line in range(int(chance.integers(1, 5))):
        at = (20, 100 + 100 * line)
        cv2.putText(
            picture, _word(chance, 8), at, cv2.FONT_HERSHEY_DUPLEX, float(chance.uniform(1.5, 3)), _color(chance), 5
        )
    return picture


def _flat(chance: Generator) -> Pixels:
    """Return a circle or star on one colour: the simplest logo."""
    picture = np.full((SIDE, SIDE, 3), _color(chance), np.uint8)
    if chance.random() < 0.5:
        cv2.circle(picture, (256, 256), int(chance.integers(80, 220)), _color(chance), -1, cv2.LINE_AA)
    else:
        _star(picture, (256, 256), int(chance.integers(80, 220)), _color(chance))
    return picture


def _pattern(chance: Generator) -> Pixels:
    tile = chance.integers(0, 256, (8, 8, 3), dtype=np.uint8)
    return np.asarray(np.tile(cv2.resize(tile, (64, 64), interpolation=cv2.INTER_NEAREST), (8, 8, 1)), np.uint8)


_HONEST: Final = (_photograph, _face, _lettered, _flat, _pattern)


# Drawing of badges ----------------------------------------------------------------------------------------------------


def _ground(picture: Pixels, chance: Generator, color: Color) -> None:
    middle = SIDE // 2
    shape = int(chance.integers(0, 3))
    if shape == 0:
        cv2.circle(picture, (middle, middle), 225, color, -1, cv2.LINE_AA)
    elif shape == 1:
        outline = [(50, 60), (462, 60), (450, 300), (256, 480), (62, 300)]
        cv2.fillPoly(picture, [np.array(outline, np.int32)], color, cv2.LINE_AA)
    else:
        teeth = int(chance.integers(10, 22))
        angles = np.linspace(0, 2 * np.pi, 4 * teeth, endpoint=False)
        radii = np.where(np.arange(4 * teeth) % 4 < 2, 230, 200)
        points = np.stack([middle + radii * np.cos(angles), middle + radii * np.sin(angles)], axis=1)
        cv2.fillPoly(picture, [points.astype(np.int32)], color, cv2.LINE_AA)


def _stars(picture: Pixels, chance: Generator, color: Color) -> None:
    for _ in range(int(chance.integers(1, 6))):
        at = tuple(int(value) for value in chance.integers(140, 372, 2))
        _star(picture, (at[0], at[1]), int(chance.integers(16, 60)), color)


def _star(picture: Pixels, at: tuple[int, int], radius: int, color: Color) -> None:
    angles = np.linspace(-np.pi / 2, 1.5 * np.pi, 10, endpoint=False)
    radii = np.where(np.arange(10) % 2 == 0, radius, 0.4 * radius)
    points = np.stack([at[0] + radii * np.cos(angles), at[1] + radii * np.sin(angles)], axis=1)
    cv2.fillPoly(picture, [points.astype(np.int32)], color, cv2.LINE_AA)


def _building(picture: Pixels, chance: Generator, color: Color) -> None:
    left, top = int(chance.integers(150, 200)), int(chance.integers(200, 280))
    width, height, columns = int(chance.integers(120, 200)), int(chance.integers(60, 110)), int(chance.integers(3, 8))
    roof = [(left - 15, top), (left + width + 15, top), (left + width // 2, top - int(chance.integers(25, 60)))]
    cv2.fillPoly(picture, [np.array(roof, np.int32)], color, cv2.LINE_AA)
    for column in range(columns):
        at = left + column * width // columns
        cv2.rectangle(picture, (at, top + 6), (at + width // columns // 2, top + height), color, -1)
    cv2.rectangle(picture, (left - 15, top + height), (left + width + 15, top + height + 12), color, -1)


def _ears(picture: Pixels, chance: Generator, color: Color) -> None:
    grains = int(chance.integers(5, 11))
    for side in (-1, 1):
        for grain in range(grains):
            angle = np.pi / 2 + side * (0.35 + 1.7 * grain / grains)
            at = (int(256 + 160 * np.cos(angle)), int(256 + 160 * np.sin(angle)))
            cv2.ellipse(picture, at, (18, 7), float(np.degrees(angle)) + 90 + 25 * side, 0, 360, color, -1, cv2.LINE_AA)


def _bars(picture: Pixels, chance: Generator, color: Color) -> None:
    for _ in range(int(chance.integers(2, 5))):
        start, end = (tuple(int(value) for value in chance.integers(130, 382, 2)) for _ in range(2))
        cv2.line(picture, (start[0], start[1]), (end[0], end[1]), color, int(chance.integers(5, 16)), cv2.LINE_AA)


def _anchor(picture: Pixels, chance: Generator, color: Color) -> None:
    top = int(chance.integers(150, 190))
    cv2.circle(picture, (256, top), 20, color, 8, cv2.LINE_AA)
    cv2.line(picture, (256, top + 20), (256, top + 170), color, 12, cv2.LINE_AA)
    cv2.ellipse(picture, (256, top + 95), (80, 75), 0, 20, 160, color, 12, cv2.LINE_AA)


def _rays(picture: Pixels, chance: Generator, color: Color) -> None:
    rays, start = int(chance.integers(8, 24)), float(chance.uniform(0, np.pi))
    for ray in range(rays):
        angle = start + 2 * np.pi * ray / rays
        near, far = ((int(256 + radius * np.cos(angle)), int(256 + radius * np.sin(angle))) for radius in (70, 125))
        cv2.line(picture, near, far, color, 6, cv2.LINE_AA)


def _motto(picture: Pixels, chance: Generator, color: Color) -> None:
    at = (int(chance.integers(140, 190)), int(chance.integers(395, 430)))
    font = int(chance.choice([cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_TRIPLEX, cv2.FONT_HERSHEY_COMPLEX]))
    cv2.putText(picture, _word(chance, 6), at, font, float(chance.uniform(0.9, 1.4)), color, 3, cv2.LINE_AA)


def _word(chance: Generator, letters: int) -> str:
    return "".join(chr(65 + int(letter)) for letter in chance.integers(0, 26, letters))


def _three(chance: Generator) -> tuple[Color, Color, Color]:
    main = _COLORS[int(chance.integers(0, len(_COLORS)))]
    light = ((255, 255, 255), (90, 215, 250), (200, 235, 200))[int(chance.integers(0, 3))]
    dark = (main[0] // 2, main[1] // 2, main[2] // 2)
    return main, light, dark


def _color(chance: Generator) -> Color:
    blue, green, red = (int(value) for value in chance.integers(0, 256, 3))
    return blue, green, red
