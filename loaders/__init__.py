"""Reading official documents (公文): bytes to text, text to `loaders.document.Document`."""
