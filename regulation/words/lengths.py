"""Lengths of time in words, rounded down to two units: for lists, where an exact length would not be read."""

from datetime import timedelta

from regulation.words.languages import Words


def roughly(length: timedelta) -> Words:
    """Length of time, rounded down: `2天3小时`, "2 days 3 hours"; the sign is dropped."""
    minutes = int(abs(length).total_seconds()) // 60
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days >= 10:
        hours = minutes = 0
    parts = [(days, "天", "day"), (hours, "小时", "hour"), (minutes, "分钟", "minute")]
    shown = [part for part in parts if part[0]][:2]
    if len(shown) == 2 and shown[0][2] == "day" and shown[1][2] == "minute":
        shown.pop()
    if not shown:
        return Words("不到1分钟", "less than a minute")
    return Words(
        "".join(f"{count}{zh}" for count, zh, _ in shown),
        " ".join(f"{count} {en}{'' if count == 1 else 's'}" for count, _, en in shown),
    )
