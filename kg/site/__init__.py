"""The site as a folder: every page as a file that opens with no program behind it."""
