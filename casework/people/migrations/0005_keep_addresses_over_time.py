from django.db import migrations
from django.utils import timezone

CHILDREN_AT_ONCE = 1000


def keep_addresses(apps, schema_editor):
    """Give each child the address of today as a row, from the day it was first written down here.

    Since when the child lives there is not known: the officer who learns it corrects the row.
    """
    child = apps.get_model("people", "Child")
    history = apps.get_model("people", "HistoricalChild")
    address = apps.get_model("people", "ChildAddress")
    address_history = apps.get_model("people", "HistoricalChildAddress")
    housed = child.objects.exclude(address="", postcode="").filter(addresses=None).order_by("pk")
    last = 0
    while children := list(housed.filter(pk__gt=last)[:CHILDREN_AT_ONCE]):
        last = children[-1].pk
        written = {}
        kept = history.objects.filter(id__in=[each.pk for each in children]).order_by("-history_date")
        for pk, text, postcode, at in kept.values_list("id", "address", "postcode", "history_date"):
            written[pk, text, postcode] = at
        since = {
            each.pk: written.get((each.pk, each.address, each.postcode)) or timezone.now()
            for each in children
        }
        rows = address.objects.bulk_create(
            address(
                child=each,
                address=each.address,
                postcode=each.postcode,
                starts_on=timezone.localtime(since[each.pk]).date(),
                source="The record before addresses were kept over time",
            )
            for each in children
        )
        address_history.objects.bulk_create(
            address_history(
                id=row.pk,
                child_id=row.child_id,
                address=row.address,
                postcode=row.postcode,
                uprn="",
                starts_on=row.starts_on,
                source=row.source,
                recorded_at=row.recorded_at,
                history_date=since[row.child_id],
                history_type="+",
            )
            for row in rows
        )


def forget_addresses(apps, schema_editor):
    """The address of today stays on the child; those before it are lost."""
    apps.get_model("people", "ChildAddress").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0004_confirm_a_fact")]
    operations = [migrations.RunPython(keep_addresses, forget_addresses)]
