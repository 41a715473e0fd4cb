"""Photos and consents of invented people. The photos are drawn here, say CONTOH, and a few dozen people share one."""

from hashlib import sha256
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageFont

from centers.models import DocumentKind
from trainees.models import Consent, ConsentText, Document, DocumentPage, document_path

SHARED_BY = 40
SIZE = (480, 320)
GREEN, PAPER = "#0f4632", "#f4efe3"
LETTER = "surat_wali"
Purpose = ConsentText.Purpose


class Papers:
    def __init__(self, long_ago):
        ConsentText.objects.filter(valid_from__gt=long_ago).update(valid_from=long_ago)
        self.kinds = {kind.code: kind for kind in DocumentKind.objects.order_by("order")}
        self.texts = {text.purpose: text for text in ConsentText.objects.filter(version=1).order_by("pk")}
        self.documents, self.pages, self.consents, self.photos = [], [], [], {}

    def give(self, trainee, code, when):
        """One photo of that kind, waiting for an officer."""
        name, photo = self._photo(code)
        document = Document(trainee=trainee, kind=self.kinds[code], uploaded_at=when)
        digest = sha256(photo).hexdigest()
        page = DocumentPage(document=document, number=1, file=name, sha256=digest, width=SIZE[0], height=SIZE[1])
        self.documents.append(document)
        self.pages.append(page)
        return document

    def agree(self, trainee, when):
        """What everybody agrees to before sending."""
        for purpose in (Purpose.PROCESSING, Purpose.TRUTH):
            self._consent(trainee, purpose, trainee.full_name, when)

    def agree_for(self, trainee, guardian, when):
        """The signed letter of a minor's parent or guardian."""
        letter = self.give(trainee, LETTER, when)
        fields = {"channel": Consent.Channel.LETTER, "document": letter}
        return self._consent(trainee, Purpose.GUARDIAN, guardian.name, when, **fields)

    def _consent(self, trainee, purpose, given_by, when, **fields):
        consent = Consent(trainee=trainee, text=self.texts[purpose], given_by=given_by, given_at=when, **fields)
        self.consents.append(consent)
        return consent

    def _photo(self, code):
        """(name of the stored file, its bytes): a new one for every few dozen people."""
        number, used = self.photos.get(code, [0, SHARED_BY])[:2]
        if used < SHARED_BY:
            self.photos[code][1] += 1
            return self.photos[code][2:]
        photo = draw(str(self.kinds[code]), number + 1)
        name = default_storage.save(document_path(DocumentPage(), ""), ContentFile(photo))
        self.photos[code] = [number + 1, 1, name, photo]
        return name, photo

    def store(self):
        Document.objects.bulk_create(self.documents)
        DocumentPage.objects.bulk_create(self.pages)
        Consent.objects.bulk_create(self.consents)
        self.documents, self.pages, self.consents = [], [], []


def draw(title, number):
    """A small JPEG that nobody takes for a real paper."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((10, 10, SIZE[0] - 11, SIZE[1] - 11), outline=GREEN, width=4)
    middle = SIZE[0] // 2
    pen.text((middle, 110), "CONTOH", fill=GREEN, anchor="mm", font=ImageFont.load_default(size=72))
    pen.text((middle, 190), title, fill=GREEN, anchor="mm", font=ImageFont.load_default(size=26))
    pen.text((middle, 240), f"Lembar rekaan {number}", fill=GREEN, anchor="mm", font=ImageFont.load_default(size=18))
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=70)
    return buffer.getvalue()
