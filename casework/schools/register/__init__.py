"""Reading the register of schools: files as they come, turned into clean rows or refusals in words."""

from casework.schools.register.cells import RowRefused
from casework.schools.register.files import NotARegister, Row, data_rows, heading_row, rows_of
from casework.schools.register.layouts import Layout, LayoutKind, recognise
from casework.schools.register.rows import LinkRow, SchoolRow, Value, read_link, read_school

__all__ = [
    "Layout",
    "LayoutKind",
    "LinkRow",
    "NotARegister",
    "Row",
    "RowRefused",
    "SchoolRow",
    "Value",
    "data_rows",
    "heading_row",
    "read_link",
    "read_school",
    "recognise",
    "rows_of",
]
