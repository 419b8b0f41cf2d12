"""A document before it enters the graph: read, looked at, compared, then brought in or dropped."""
