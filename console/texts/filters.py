"""Filters of the templates: instants, durations, numbers and people in the reader's language."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal, get_args

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup
from pydantic import TypeAdapter

from console.texts.languages import N_, Code, Language
from models.instants import SHANGHAI, Duration, rfc3339

Unit = Literal["day", "hour", "minute", "second"]
_UNITS: Final[tuple[Unit, ...]] = get_args(Unit)
_PATTERNS: Final[Mapping[tuple[Code, bool], str]] = {
    ("zh", True): "M月d日 HH:mm",
    ("zh", False): "y年M月d日 HH:mm",
    ("en", True): "d MMM, HH:mm",
    ("en", False): "d MMM y, HH:mm",
}
"""Instants, by language, with or without the year."""
_BACKTICKS: Final = re.compile(r"`([^`]*)`")
PARTS_OF_THE_SYSTEM: Final[Mapping[str, str]] = {
    "backstop": N_("Boundary watch"),
    "bulk run": N_("Bulk action"),
    "claims watch": N_("Claims watch"),
    "command line": N_("terminal"),
    "coordination sweep": N_("Coordination sweep"),
    "deferred decisions": N_("Deferred decisions"),
    "expiry watch": N_("Expiry watch"),
    "holder-by-link": N_("Holder, by a status link"),
    "import": N_("Import"),
    "lifecycle": N_("Lifecycle"),
    "network": N_("Network"),
    "process:api": N_("API"),
    "process:worker": N_("Worker"),
    "regulator report": N_("Regulator report"),
    "rescreen": N_("Screening anew"),
    "roster watch": N_("Roster watch"),
    "run": N_("Run"),
    "sign-in": N_("Sign-in"),
    "standing up": N_("start on this machine"),
    "webhook delivery": N_("Webhook delivery"),
}
"""Actors that are a part of the system, neither a person nor a service, in words."""
_DURATION: TypeAdapter[timedelta] = TypeAdapter(Duration)


def instant(value: datetime | str) -> datetime:
    """Return an instant in Shanghai, given as such or as the API writes it."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at.astimezone(SHANGHAI)


def when(value: datetime | str | None, language: Language, *, now: datetime | None = None) -> Markup:
    """Return an instant as a `<time>` with the exact one in its title; without the year while it is the year of `now`.

    Nothing is shown for None.
    """
    if value is None:
        return Markup("")
    at = instant(value)
    this_year = at.year == instant(now or datetime.now(UTC)).year
    return _time(at, format_datetime(at, _PATTERNS[language.code, this_year], SHANGHAI, language.locale))


def relative(value: datetime | str | None, language: Language, *, now: datetime) -> Markup:
    """Return how far an instant is from `now`: "in 3 hours", 3小时后; as a `<time>` with the exact one in its title."""
    if value is None:
        return Markup("")
    at = instant(value)
    return _time(at, format_timedelta(at - now, threshold=1.5, add_direction=True, locale=language.locale))


def day(value: date | datetime | str | None, language: Language) -> Markup:
    """Return a day."""
    if value is None:
        return Markup("")
    if isinstance(value, str) and len(value) == len("2026-03-01"):
        value = date.fromisoformat(value)
    shown = value if type(value) is date else instant(value).date()  # type: ignore[arg-type]
    return Markup('<time datetime="{}">{}</time>').format(
        shown.isoformat(), format_date(shown, "medium", locale=language.locale)
    )


def duration(value: timedelta | str | None, language: Language) -> str:
    """Return a length of time by its two largest units: "7 days", "1 day 12 hours"."""
    if value is None:
        return ""
    length = _DURATION.validate_python(value) if isinstance(value, str) else value
    hours, seconds = divmod(length.seconds, 3600)
    counts = (length.days, hours, seconds // 60, seconds % 60)
    named = [_counted(unit, count, language) for unit, count in zip(_UNITS, counts, strict=True) if count]
    return ("" if language.code == "zh" else " ").join(named[:2]) or _counted("second", 0, language)


def _counted(unit: Unit, count: int, language: Language) -> str:
    length = timedelta(**{f"{unit}s": count})
    return format_timedelta(length, granularity=unit, threshold=1e9, locale=language.locale)


def number(value: float | None, language: Language) -> str:
    """Return a number with separators; a dash for None."""
    return "–" if value is None else format_decimal(value, locale=language.locale)


def percent(value: float | None, language: Language) -> str:
    """Return a share of 1 as a percentage; a dash for None."""
    return "–" if value is None else format_percent(value, "#,##0.#%", locale=language.locale)


def person(actor: str | None, name: str | None = None, *, language: Language | None = None) -> Markup:
    """Return a person or service by name, with the identifier in the title; a part of the system by what it is called
    in the reader's language; any other by the identifier.

    Nothing is shown for None.
    """
    if actor is None:
        return Markup("")
    part = PARTS_OF_THE_SYSTEM.get(actor)
    called = actor if part is None else part if language is None else language.text(part)
    return Markup('<span class="person" title="{}">{}</span>').format(actor, name or called)


def coded(text: str) -> Markup:
    """Return a text with what stands between backticks as code."""
    plain = _BACKTICKS.split(text)
    return Markup("").join(Markup("<code>{}</code>").format(one) if at % 2 else one for at, one in enumerate(plain))


def key(written: str) -> str:
    """Return a key as a keyboard shows it: `$mod+Enter` is "Ctrl ↵"."""
    return written.replace("$mod", "Ctrl").replace("Enter", "↵").replace("Escape", "Esc").replace("+", " ")


def _time(at: datetime, shown: str) -> Markup:
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        rfc3339(at), f"{at:%Y-%m-%d %H:%M:%S} +08:00", shown
    )


def this_moment() -> datetime:
    """Return the host's time, for pages about failures: they have no database to ask."""
    return datetime.now(UTC)
