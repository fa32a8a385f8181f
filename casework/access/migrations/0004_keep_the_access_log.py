"""The access log takes new entries and nothing else: the database refuses to change or remove one."""

from django.db import migrations

from casework.access.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("access", "0003_cover_and_access_log")]

    operations = [append_only("access_accesslogentry")]
