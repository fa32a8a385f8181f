"""Pages about one case, by any kind."""
