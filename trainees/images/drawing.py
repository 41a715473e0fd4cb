"""A picture drawn anew from the pixels of an untrusted file: upright, RGB, at most 2400 px long, nothing else kept.

Whatever was hidden in the file (place, camera, comments, scripts, a second file behind it) is not in the pixels, so it
is gone. Everything is bounded before the first pixel is read.
"""

from io import BytesIO

from PIL import Image, ImageFilter, ImageStat, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin
from PIL.Image import Transpose

from trainees.images.formats import LONG_SIDE, MAX_PIXELS, MEGABYTE, Picture, Unreadable

# All that is ever loaded of Pillow's formats, before the child closes its doors.
READERS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin)
QUALITY = 85
# Cameras write about ten scans; a file with thousands would keep a processor busy for minutes.
MAX_SCANS = 100
START_OF_SCAN = b"\xff\xda"
LIGHT = 64 * MEGABYTE  # what decoding may take inside the web process

ORIENTATION = 0x0112
UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
LAPLACE = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)
LOOKED_AT = 1000  # px: sharpness is compared at one size, whatever the camera


def draw(raw, kind):
    """The one picture in a JPEG, PNG or WebP file. Raises Unreadable."""
    return [finished(upright(opened(raw, kind)))]


def opened(raw, kind):
    """The image with only its header read; too many pixels, scans or frames end here."""
    if kind == "JPEG" and raw.count(START_OF_SCAN) > MAX_SCANS:
        raise Unreadable("broken")
    try:
        image = Image.open(BytesIO(raw), formats=[kind])
        width, height = image.size
        frames = 1 if kind == "JPEG" else getattr(image, "n_frames", 1)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unreadable("too_many_pixels") from None
    except Exception as problem:  # a decoder fed with hostile bytes may raise anything
        raise Unreadable("broken") from problem
    check_size(kind, width, height)
    if frames > 1:
        raise Unreadable("animated")
    return image


def check_size(kind, width, height):
    if width * height > MAX_PIXELS[kind]:
        raise Unreadable("too_many_pixels")


def is_light(image):
    """May this be decoded beside other people's requests? Only what a JPEG or PNG of a phone's own size takes."""
    if image.format == "PNG":
        return image.width * image.height * 8 <= LIGHT
    coefficients = image.width * image.height * len(image.getbands()) * 2 if image.info.get("progressive") else 0
    image.draft(image.mode, (LONG_SIDE, LONG_SIDE))
    return coefficients + image.width * image.height * len(image.getbands()) <= LIGHT


def upright(image):
    """Upright RGB pixels of a bounded size."""
    try:
        turn = UPRIGHT.get(_orientation(image))
        image.draft(image.mode, (LONG_SIDE, LONG_SIDE))
        image.load()
        image = bounded(_flat(image))
        return image.transpose(turn) if turn is not None else image
    except Exception as problem:  # cut off, altered, or made to break decoders
        raise Unreadable("broken") from problem


def _orientation(image):
    """Phones write odd EXIF; a photo is not lost for that, it is only not turned."""
    try:
        return image.getexif().get(ORIENTATION)
    except Exception:
        return None


def _flat(image):
    """RGB on white. Sixteen-bit grey is scaled first, since converting it would clip nearly all of it to white."""
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    if "A" in image.mode or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    return image if image.mode == "RGB" else image.convert("RGB")


def bounded(image):
    image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    return image


def finished(image):
    """Encoded by us. `info` would bring along comments and profiles."""
    image.info = {}
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return Picture(out.getvalue(), *image.size, sharpness(image))


def sharpness(image):
    """How much the edges stand out: the variance of the Laplacian, on grey of one size."""
    grey = image.convert("L")
    grey.thumbnail((LOOKED_AT, LOOKED_AT), Image.Resampling.BILINEAR)
    inside = (1, 1, max(grey.width - 1, 2), max(grey.height - 1, 2))  # the filter leaves the rim as it was
    return round(ImageStat.Stat(grey.filter(LAPLACE).crop(inside)).var[0])
