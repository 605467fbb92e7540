"""Graph of a cluster (SVG): accounts are dots, pairs are lines; width shows the weight, colour the strongest tie."""

from collections.abc import Mapping
from html import escape
from math import cos, pi, sin
from typing import Final

import rustworkx

from models.coordination import Edge, Finding, TieKind
from regulation.coordination import TIES

WIDTH: Final = 960
HEIGHT: Final = 640
MOST_DRAWN: Final = 60
"""Most accounts in a graph; of a larger cluster, those in the strongest pairs."""
NAMED_UP_TO: Final = 40
"""Most accounts with visible names. With more, names would overlap and stand only in the dots' titles."""
_LEGEND: Final = 170
_MARGIN: Final = 60

COLORS: Final[Mapping[TieKind, str]] = {
    TieKind.HOLDER: "#a4133c",
    TieKind.PAYOUT: "#c9670a",
    TieKind.PHONE: "#1b6ca8",
    TieKind.DEVICE: "#2f7d4f",
    TieKind.NETWORK: "#7a5195",
    TieKind.MCN: "#7b6a4d",
    TieKind.TEXT: "#d6336c",
}


def drawn(cluster: str, finding: Finding) -> str:
    """Graph as plain SVG, without scripts, style sheets or external references."""
    edges = _edges_shown(finding)
    shown = sorted({account for edge in edges for account in edge.accounts})
    edges = tuple(edge for edge in edges if set(edge.accounts) <= set(shown))
    places = _placed(shown, edges)
    degree = {account: sum(account in edge.accounts for edge in edges) for account in shown}
    left = len(finding.members) - len(shown)
    title = f"{cluster}: {len(finding.members)} accounts, {finding.pairs} pairs"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'role="img" font-family="sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="20" y="28" font-size="16" fill="#222222">{escape(title)}</text>',
    ]
    if left:
        lines.append(
            f'<text x="20" y="48" fill="#555555">the {len(shown)} that are tied most strongly; '
            f"{left} more are not drawn</text>"
        )
    lines += [_line(edge, places) for edge in reversed(edges)]
    for account in shown:
        lines += _dot(account, places[account], degree[account], named=len(shown) <= NAMED_UP_TO)
    lines += _legend({kind for edge in edges for kind in edge.kinds})
    return "\n".join([*lines, "</svg>"]) + "\n"


def _edges_shown(finding: Finding) -> tuple[Edge, ...]:
    """Strongest pairs whose accounts number at most `MOST_DRAWN`."""
    shown: set[str] = set()
    chosen: list[Edge] = []
    for edge in finding.edges:
        if len(shown | set(edge.accounts)) <= MOST_DRAWN:
            shown |= set(edge.accounts)
            chosen.append(edge)
    return tuple(chosen)


def _placed(accounts: list[str], edges: tuple[Edge, ...]) -> dict[str, tuple[float, float]]:
    """Positions (x, y in pixels) with tied accounts near each other; the layout of a cluster is always the same."""
    number = {account: place for place, account in enumerate(accounts)}
    graph: rustworkx.PyGraph[str, float] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(accounts)
    graph.add_edges_from(
        [(number[one], number[other], float(edge.weight)) for edge in edges for one, other in [edge.accounts]]
    )
    circle = {
        place: (cos(2 * pi * place / len(accounts)), sin(2 * pi * place / len(accounts)))
        for place in range(len(accounts))
    }
    found = rustworkx.spring_layout(graph, pos=circle, k=2.2 / max(1, len(accounts)) ** 0.5, num_iter=120, seed=7)
    spots = [found[place] for place in range(len(accounts))]
    low = [min(spot[axis] for spot in spots) for axis in (0, 1)]
    span = [max(max(spot[axis] for spot in spots) - low[axis], 1e-9) for axis in (0, 1)]
    room = (WIDTH - _LEGEND - 2 * _MARGIN, HEIGHT - 2 * _MARGIN - 20)
    return {
        account: tuple(  # type: ignore[misc] # two of two
            round(_MARGIN + (20 if axis else 0) + (spots[place][axis] - low[axis]) / span[axis] * room[axis], 1)
            for axis in (0, 1)
        )
        for account, place in number.items()
    }


def _line(edge: Edge, places: dict[str, tuple[float, float]]) -> str:
    (x1, y1), (x2, y2) = (places[account] for account in edge.accounts)
    strongest = max(edge.kinds, key=lambda kind: TIES[kind].weight)
    width = min(7.0, 1 + edge.weight / 40)
    words = ", ".join(TIES[kind].words for kind in edge.kinds)
    said = escape(f"{edge.accounts[0]} and {edge.accounts[1]}, weight {edge.weight}: {words}")
    return (
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{COLORS[strongest]}" stroke-opacity="0.6" '
        f'stroke-width="{width:.1f}"><title>{said}</title></line>'
    )


def _dot(account: str, place: tuple[float, float], degree: int, *, named: bool) -> list[str]:
    x, y = place
    radius = min(14.0, 6 + degree / 3)
    name = escape(account)
    lines = [
        f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="#f4f4f1" stroke="#333333" stroke-width="1.5">'
        f"<title>{name}: tied to {degree}</title></circle>"
    ]
    if named:
        # A white outline keeps a name readable where lines cross it.
        lines.append(
            f'<text x="{x}" y="{y - radius - 5:.1f}" text-anchor="middle" fill="#111111" stroke="#ffffff" '
            f'stroke-width="3" paint-order="stroke">{escape(account[:24])}</text>'
        )
    return lines


def _legend(kinds: set[TieKind]) -> list[str]:
    x = WIDTH - _LEGEND
    lines = [f'<text x="{x}" y="80" fill="#222222" font-weight="bold">tied by</text>']
    for row, kind in enumerate(kind for kind in TieKind if kind in kinds):
        y = 104 + 24 * row
        lines.append(
            f'<line x1="{x}" y1="{y}" x2="{x + 28}" y2="{y}" stroke="{COLORS[kind]}" stroke-width="5"/>'
            f'<text x="{x + 38}" y="{y + 4}" fill="#222222">{kind.value}</text>'
        )
    return lines
