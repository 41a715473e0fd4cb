import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cohorts", "0002_places_schemes_and_answers"),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="purpose",
            field=models.CharField(blank=True, max_length=200, verbose_name="untuk"),
        ),
        migrations.AlterField(
            model_name="booking",
            name="session",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="bookings", to="cohorts.session"
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("session__isnull", False), models.Q(("purpose", ""), _negated=True), _connector="OR"
                ),
                name="booking_says_what_for",
            ),
        ),
    ]
