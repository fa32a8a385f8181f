"""What is typed on the pages of a permanent exclusion."""
