from django import forms
from django.core.files.uploadedfile import UploadedFile

from centers.logos import clean_logo
from centers.models import Center


class CenterForm(forms.ModelForm):
    class Meta:
        model = Center
        fields = ["logo"]  # the others are the admin's fieldsets to name

    def clean_logo(self):
        given = self.cleaned_data["logo"]
        return clean_logo(given) if isinstance(given, UploadedFile) else given
