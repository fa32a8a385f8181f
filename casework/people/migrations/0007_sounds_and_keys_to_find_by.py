from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_keep_the_searches")]

    operations = [
        migrations.AddField(
            model_name="word",
            name="sound",
            field=models.CharField(blank=True, db_default="", db_index=True, max_length=60),
        ),
        migrations.AddIndex(
            model_name="child",
            index=models.Index(fields=["postcode"], name="children_by_postcode"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["email"], name="contacts_by_email"),
        ),
    ]
