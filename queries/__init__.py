"""The canned SPARQL questions, one `.rq` file each, in folders by theme."""
