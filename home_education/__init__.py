"""Children educated at home: the register, visits, reviews, notices and orders."""
