"""File formats: bytes to text and tables, knowing nothing of what a document says."""
