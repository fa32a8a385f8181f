"""The access log and the searches take new rows, and the database refuses anything else."""

import pytest
from django.db import IntegrityError, connection, transaction

from casework.access.append_only import PROTECTED, triggers_on
from casework.access.choices import LookAction
from casework.access.models import AccessLogEntry
from casework.people.models import Search
from tests.factories.access import officer


@pytest.fixture
def rows():
    who = officer()
    entry = AccessLogEntry.objects.create(user=who, action=LookAction.VIEW, child_id=1, object_kind="child")
    return {"access_accesslogentry": entry, "people_search": Search.objects.create(user=who, text="Jones")}


@pytest.mark.django_db
@pytest.mark.parametrize("table", PROTECTED)
@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.save(),
        lambda row: row.delete(),
        lambda row: type(row).objects.filter(pk=row.pk).update(user=row.user),
        lambda row: type(row).objects.all().delete(),
        lambda row: type(row).objects.filter(pk=row.pk)._raw_delete("default"),
    ],
    ids=["save", "delete", "update many", "delete many", "delete without asking"],
)
def test_a_row_is_not_changed_through_django(rows, table, change):
    with pytest.raises(IntegrityError, match="added and never changed"), transaction.atomic():
        change(rows[table])

    assert type(rows[table]).objects.filter(pk=rows[table].pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("table", PROTECTED)
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET user_id = user_id", "DELETE FROM {}", "DELETE FROM {} WHERE id = {}"],
)
def test_a_row_is_not_changed_by_a_statement(rows, table, statement):
    with (
        pytest.raises(IntegrityError, match="added and never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table, rows[table].pk))


@pytest.mark.postgresql
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", PROTECTED)
def test_a_table_is_not_emptied_at_once(rows, table):
    with (
        pytest.raises(IntegrityError, match="added and never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table}")


@pytest.mark.django_db
def test_a_row_is_not_replaced_by_another_with_its_key(rows):
    replace = {
        "sqlite": "INSERT OR REPLACE INTO people_search {columns} SELECT {values} FROM people_search",
        "postgresql": "INSERT INTO people_search {columns} SELECT {values} FROM people_search "
        "ON CONFLICT (id) DO UPDATE SET text = 'Smith'",
    }[connection.vendor]
    with (
        pytest.raises(IntegrityError, match="added and never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            replace.format(
                columns="(id, public_id, user_id, text, made_at)",
                values="id, public_id, user_id, 'Smith', made_at",
            )
        )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
@pytest.mark.parametrize("table", PROTECTED)
def test_the_protection_is_there_after_tests_that_commit(rows, table, turn):
    """Each of these empties every table when it is over: the second finds none of the first's rows."""
    assert triggers_on(table, connection)
    assert type(rows[table]).objects.count() == 1
    with pytest.raises(IntegrityError, match="added and never changed"), transaction.atomic():
        rows[table].delete()
