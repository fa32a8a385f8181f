"""What the desk's pages read, across rooms, in a fixed number of queries."""
