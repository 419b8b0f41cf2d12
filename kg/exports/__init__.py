"""Exports: the graph, or its links, as a file for other programs."""
