"""Where a query is asked: in this process, in one that can be stopped, or over the network."""
