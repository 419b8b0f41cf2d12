"""Questions: the catalogue of `queries/`, how one is asked, and how its answer is written down."""
