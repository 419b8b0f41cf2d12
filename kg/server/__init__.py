"""The web server: SPARQL endpoint, linked data, the questions as an interface for programs."""
