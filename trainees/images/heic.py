"""The photo of an iPhone. Only ever run in the child: libheif and libde265 are C++ and the bytes are a stranger's."""

from io import BytesIO

import pi_heif
from PIL import Image

from trainees.images.drawing import bounded, check_size, finished
from trainees.images.formats import Unreadable

pi_heif.options.DECODE_THREADS = 1
pi_heif.options.THUMBNAILS = False
pi_heif.options.DEPTH_IMAGES = False
pi_heif.options.AUX_IMAGES = False


def draw(raw, kind):
    """The primary picture, already turned by the decoder; what else the container holds is left in it."""
    try:
        photo = pi_heif.open_heif(BytesIO(raw), convert_hdr_to_8bit=True)
        width, height = photo.size
    except Exception as problem:  # whatever hostile bytes make of it
        raise Unreadable("broken") from problem
    check_size(kind, width, height)
    return [finished(_decoded(photo))]


def _decoded(photo):
    try:
        image = Image.frombytes(photo.mode, photo.size, bytes(photo.data), "raw", photo.mode, photo.stride)
        return bounded(_on_white(image))
    except Exception as problem:
        raise Unreadable("broken") from problem


def _on_white(image):
    if "A" not in image.mode:
        return image.convert("RGB")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image.convert("RGB"), mask=image.getchannel("A"))
    return paper
