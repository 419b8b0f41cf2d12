"""Alignment: which item of a lower document carries out which item of a higher one."""
