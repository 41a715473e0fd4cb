"""The field for a paper: one or several photos, or a PDF, in one control."""

from django import forms
from django.core.exceptions import ValidationError

from trainees.papers import clean_upload

# Types and name endings: Android asks for the first, some file managers know HEIC only by the second.
ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,application/pdf,.heic,.heif"


class PapersInput(forms.FileInput):
    allow_multiple_selected = True


class PaperField(forms.FileField):
    """A `CleanPaper` made anew from what was sent, or None. No `capture`: it would lock out who has the photo already.

    With `keeps_good` the value may carry `problems` beside good pages, for a form that keeps these and tells those;
    otherwise one bad file refuses all.
    """

    def __init__(self, *, keeps_good=False, **kwargs):
        self.keeps_good = keeps_good
        super().__init__(widget=PapersInput(attrs={"accept": ACCEPT}), **kwargs)

    def to_python(self, data):
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file is not None]
        if not files:
            return None
        paper = clean_upload(files)
        if paper.problems and not (self.keeps_good and paper.pages):
            raise ValidationError(as_errors(paper.problems))
        return paper

    def has_changed(self, initial, data):
        return bool(data)


def as_errors(problems):
    return [ValidationError(problem.sentence, code=problem.code) for problem in problems]
