"""Network views: query results drawn as one self-contained HTML file each."""
