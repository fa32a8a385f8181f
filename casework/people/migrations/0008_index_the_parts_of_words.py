"""Words by their trigrams, so that a misspelt one is found without reading them all. PostgreSQL alone has it.

Where this database user may not create the extension, or the server does not have it, the search compares
every word instead; once somebody with the right has created it, migrating back and forth adds the index.
"""

from django.db import DatabaseError, migrations, transaction


def add_trigrams(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            # On an expression, so that whole words and beginnings go by their own indexes, which are quicker;
            # kept up at once, because words are few and looked for at once.
            cursor.execute(
                "CREATE INDEX words_by_trigram ON people_word"
                " USING gin (lower(text) gin_trgm_ops) WITH (fastupdate = off)"
            )
    except DatabaseError as error:
        print(f"The search goes without an index of trigrams: {error}")


def remove_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        # The extension stays: something else in the database may use it.
        schema_editor.execute("DROP INDEX IF EXISTS words_by_trigram")


class Migration(migrations.Migration):
    dependencies = [("people", "0007_sounds_and_keys_to_find_by")]

    operations = [migrations.RunPython(add_trigrams, remove_trigrams)]
