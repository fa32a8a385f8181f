"""What the desk's pages show, already in words."""
