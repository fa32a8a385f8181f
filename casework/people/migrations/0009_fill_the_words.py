from django.db import migrations

from casework.people.finding.words import sound_of, words_of

CHILDREN_AT_ONCE = 1000
ROWS_AT_ONCE = 5000


def fill_words(apps, schema_editor):
    """Let the search find the children who are here already by every name they have."""
    child = apps.get_model("people", "Child")
    word = apps.get_model("people", "Word")
    child_word = apps.get_model("people", "ChildWord")
    ids = dict(word.objects.values_list("text", "pk"))
    last = 0
    while children := list(
        child.objects.filter(pk__gt=last)
        .order_by("pk")
        .prefetch_related("other_names")[:CHILDREN_AT_ONCE]
    ):
        last = children[-1].pk
        wanted = {each.pk: words_of(_names(each)) for each in children}
        new = sorted({text for words in wanted.values() for text in words} - ids.keys())
        word.objects.bulk_create(
            (word(text=text, sound=sound_of(text)) for text in new), batch_size=ROWS_AT_ONCE
        )
        ids.update(word.objects.filter(text__in=new).values_list("text", "pk"))
        child_word.objects.bulk_create(
            (
                child_word(child_id=pk, word_id=ids[text])
                for pk, words in wanted.items()
                for text in sorted(words)
            ),
            batch_size=ROWS_AT_ONCE,
            ignore_conflicts=True,
        )


def _names(child):
    yield from (child.forenames, child.surname, child.known_as)
    for name in child.other_names.all():
        yield from (name.forenames, name.surname)


def empty_words(apps, schema_editor):
    apps.get_model("people", "ChildWord").objects.all().delete()
    apps.get_model("people", "Word").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0008_index_the_parts_of_words")]

    operations = [migrations.RunPython(fill_words, empty_words)]
