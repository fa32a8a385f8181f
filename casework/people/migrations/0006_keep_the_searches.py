"""Searches are added and never changed: the database refuses to change or remove one."""

from django.db import migrations

from casework.access.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_keep_addresses_over_time"),
        ("access", "0004_keep_the_access_log"),
    ]

    operations = [append_only("people_search")]
