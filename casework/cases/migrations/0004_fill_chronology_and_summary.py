from django.db import migrations
from django.db.models import Min, OuterRef, Subquery


def fill(apps, schema_editor):
    """Give each entry its child, and each open case the date of its earliest open deadline.

    Since when a child has no education is worked out when the case is next recalculated.
    """
    case = apps.get_model("cases", "Case")
    entry = apps.get_model("cases", "ChronologyEntry")
    deadline = apps.get_model("cases", "Deadline")
    children = case.objects.filter(pk=OuterRef("case")).values("child")[:1]
    entry.objects.filter(child=None).update(child=Subquery(children))
    still_open = deadline.objects.filter(
        case=OuterRef("pk"), state="OPEN", kind="DEADLINE", due_on__isnull=False
    )
    earliest = still_open.order_by().values("case").annotate(due=Min("due_on")).values("due")
    case.objects.filter(status="OPEN").update(next_due_on=Subquery(earliest))


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_notes_links_and_summary")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
