"""Targets: the quantities of a text that set something to reach, keep or pay.

`quantities` finds numbers with units, `rules` and `conditions` refuse those that are no targets,
`indicators` and `wording` read from the clause what is measured, how and by when.
"""

from loaders.targets.reading import TargetMention, judged_quantities, read_targets

__all__ = ["TargetMention", "judged_quantities", "read_targets"]
