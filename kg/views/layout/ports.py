"""Where lines touch boxes: one port a trunk at the upper or lower side of a box."""

from __future__ import annotations

from kg.views.layout.geometry import CHANNEL, PORT, Graph, spread, weighted_mean
from kg.views.layout.hops import Hop, Lines, Trunk

_ROUNDS = 4

Port = tuple[str, bool, Trunk]
"""A box or channel, whether at its upper side, and the trunk."""


def make_ports(graph: Graph, lines: Lines) -> dict[Port, float]:
    """Give the x of each port.

    Ports move toward each other, so that a line runs straight where its boxes overlap; at one
    side they keep their order and the room of their labels.
    """
    ends: dict[Port, list[tuple[Port, float]]] = {}
    for hop in lines.hops:
        lower, upper = lower_port(hop), upper_port(hop)
        ends.setdefault(lower, []).append((upper, lines.weights[hop]))
        ends.setdefault(upper, []).append((lower, lines.weights[hop]))
    ports = {port: _middle(graph, lines, port[0]) for port in ends}
    sides = sorted({port[:2] for port in ends if port[0] in graph})
    for top in (False, True) * _ROUNDS:
        for side in sides:
            if side[1] == top:
                _settle(graph, lines, sorted(p for p in ends if p[:2] == side), ends, ports)
    return ports


def lower_port(hop: Hop) -> Port:
    """Name the port that a hop leaves by."""
    return (hop.lower, True, hop.trunk)


def upper_port(hop: Hop) -> Port:
    """Name the port that a hop arrives at; a loop comes from above."""
    return (hop.upper, hop.loop, hop.trunk)


def _middle(graph: Graph, lines: Lines, member: str) -> float:
    block = lines.home[member]
    width = float(graph.nodes[member]["width"]) if member in graph else CHANNEL
    return round(block.x + block.offsets[member] + width / 2, 1)


def _settle(
    graph: Graph,
    lines: Lines,
    side: list[Port],
    ends: dict[Port, list[tuple[Port, float]]],
    ports: dict[Port, float],
) -> None:
    box, top, _ = side[0]
    labels = graph.graph.get("label_widths", {})
    left = lines.home[box].x + lines.home[box].offsets[box] + PORT
    right = left + graph.nodes[box]["width"] - 2 * PORT
    wanted = {port: weighted_mean([(ports[end], w) for end, w in ends[port]]) for port in side}
    order = sorted(side, key=lambda port: (wanted[port], port))
    rooms = [PORT + (labels.get((box, *port[2]), 0.0) if top else 0.0) for port in order]
    right = max(left, right - (rooms[-1] - PORT))
    tightness = min(1.0, (right - left) / max(sum(rooms[:-1]), 1e-9))
    rooms = [room * tightness for room in rooms]  # more lines than the side has room for
    wishes = [min(max(wanted[port], left), right) for port in order]
    for port, x in zip(order, spread(wishes, rooms, left, right), strict=True):
        ports[port] = x
