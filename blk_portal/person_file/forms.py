from django import forms
from django.utils.translation import gettext_lazy as _


class ApartForm(forms.Form):
    """What convinced the officer that two people are two."""

    reason = forms.CharField(
        label=_("Bagaimana Anda memastikannya"),
        help_text=_(
            "Misalnya: KTP keduanya berbeda dan sudah dicocokkan. Orangnya berhak membacanya lewat Data saya; "
            "jangan tulis data orang yang satunya."
        ),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
