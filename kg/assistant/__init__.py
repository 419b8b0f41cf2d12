"""The questions as tools of an assistant, by the Model Context Protocol; needs the extra `mcp`.

`cited` writes answers with where each item stands, `tools` is what an assistant can call.
"""
