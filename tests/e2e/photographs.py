"""Photos of papers as phones make them, drawn for the tests: large, turned by EXIF, noisy; or out of focus."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 4000, 3000  # 12 megapixels
RED = (200, 30, 30)
TURNED = 6  # EXIF: the camera was held upright, the rows run from top to bottom


def a_paper(width=WIDTH, height=HEIGHT):
    """A card with lines of writing on a table, and a red mark in the corner where reading begins."""
    image = Image.effect_noise((width // 2, height // 2), 18).resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(image)
    left, top, right, bottom = width // 10, height // 8, width - width // 10, height - height // 8
    draw.rectangle((left, top, right, bottom), fill="white", outline="black", width=width // 200)
    size = height // 28
    for line in range(12):
        words = f"{line:02d} PROVINSI CONTOH  NAMA : CONTOH SARI DEWI"
        draw.text((left + size, top + 2 * size + line * 2 * size * 0.85), words, fill=(20, 20, 40), font_size=size)
    draw.rectangle((0, 0, width // 12, height // 12), fill=RED)
    return image


def from_a_phone(turned=True, blur=0):
    """The bytes of a JPEG. Turned: the pixels lie on their side and EXIF says so."""
    image = a_paper()
    if blur:
        image = image.filter(ImageFilter.GaussianBlur(blur))
    exif = Image.Exif()
    if turned:
        image = image.transpose(Image.Transpose.ROTATE_90)
        exif[0x0112] = TURNED
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=95, exif=exif)
    return buffer.getvalue()


def is_upright(picture):
    """The red mark is where it belongs."""
    with Image.open(picture) as image:
        red, green, _blue = image.convert("RGB").getpixel((image.width // 40, image.height // 40))
        return image.width > image.height and red > 150 and green < 90
