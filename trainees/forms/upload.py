"""The field for a photo of a paper."""

from django import forms
from django.core.exceptions import ValidationError

from trainees.images import InvalidPhoto, clean_photo


class PhotoField(forms.FileField):
    """A photo made anew from what was sent. No `capture`: it would lock out who has the photo already."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}), **kwargs)

    def to_python(self, data):
        if data in self.empty_values:
            return None
        try:
            return clean_photo(data)
        except InvalidPhoto as problem:
            raise ValidationError(problem.sentence, code=problem.code) from problem
