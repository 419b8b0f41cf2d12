"""Bodies: which governments, departments and groups a text names, and which it makes responsible.

`lines` knows how the bodies of each functional line are called, `names` gives one official body
for every printed form, `pieces` and `units` read who a clause names, each with its role.
"""

from loaders.bodies.names import Body, resolve_body
from loaders.bodies.units import UnitMention, find_unit_clauses, read_clauses, read_units

__all__ = [
    "Body",
    "UnitMention",
    "find_unit_clauses",
    "read_clauses",
    "read_units",
    "resolve_body",
]
