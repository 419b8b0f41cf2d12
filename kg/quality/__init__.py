"""How well this version reads and links, as measured; `benchmarks/quality.py` writes it."""
