"""Preferences of a visitor that a cookie keeps: language and theme."""

from typing import Final, Literal, get_args

from fastapi import Request, Response

from console.texts.languages import Code, accepted, code_of

LANGUAGE: Final = "standing-language"
THEME: Final = "standing-theme"
_YEAR_S: Final = 365 * 24 * 3600

Theme = Literal["system", "light", "dark"]
THEMES: Final[tuple[Theme, ...]] = get_args(Theme)


def language_of(request: Request) -> Code:
    """Return the language of a request: of `?lang=`, else of the cookie, else of the browser."""
    return (
        code_of(request.query_params.get("lang"))
        or code_of(request.cookies.get(LANGUAGE))
        or accepted(request.headers.get("accept-language", ""))
    )


def theme_of(request: Request) -> Theme:
    """Return the theme of a request."""
    return next((theme for theme in THEMES if theme == request.cookies.get(THEME)), "system")


def remember(response: Response, name: str, value: str, *, secure: bool, path: str = "/console") -> None:
    """Keep a preference for a year, for the pages below `path`."""
    response.set_cookie(name, value, max_age=_YEAR_S, path=path, samesite="lax", httponly=True, secure=secure)


def remember_language(request: Request, response: Response, *, secure: bool, path: str = "/console") -> None:
    """Keep the language that the request asked for by `?lang=`, for the pages below `path`."""
    if (asked := code_of(request.query_params.get("lang"))) is not None and asked != request.cookies.get(LANGUAGE):
        remember(response, LANGUAGE, asked, secure=secure, path=path)
