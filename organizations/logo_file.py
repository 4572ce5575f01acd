"""The picture of a logo: what it really is, bounded, and drawn anew: only the picture is kept. No Django."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from activity.words import _

MAX_BYTES = 200_000
MAX_SIDE = 2000
MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}
PNG_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")


class NotALogo(Exception):
    """The file cannot be a logo; the message says why, and what to do."""


@dataclass(frozen=True)
class Picture:
    """A cleaned picture."""

    content: bytes
    media_type: str
    width: int
    height: int


def clean_logo(data: bytes) -> Picture:
    """The picture of an uploaded file, without its metadata. Raises NotALogo.

    The size is known from the first bytes of a picture, so one that is too large is never unpacked.
    """
    if len(data) > MAX_BYTES:
        raise NotALogo(
            _("Berkas ini %(size)s kB; logo paling besar %(limit)s kB.")
            % {"size": -(-len(data) // 1000), "limit": MAX_BYTES // 1000}
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=tuple(MEDIA_TYPES)) as image:
                if max(image.size) > MAX_SIDE:
                    raise NotALogo(
                        _(
                            "Gambar ini %(width)s × %(height)s piksel; paling besar %(most)s × %(most)s. "
                            "Perkecil, lalu unggah lagi."
                        )
                        % {"width": image.width, "height": image.height, "most": MAX_SIDE}
                    )
                return drawn_anew(image, str(image.format))
    except (OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError) as error:
        raise NotALogo(_("Isinya bukan gambar PNG atau JPG yang utuh.")) from error


def drawn_anew(image: Image.Image, kind: str) -> Picture:
    """The pixels in a file of the same kind, upright, with nothing that was said beside them."""
    out = BytesIO()
    upright = ImageOps.exif_transpose(image)
    if kind == "JPEG":
        upright = upright.convert("L" if upright.mode == "L" else "RGB")
        upright.info.clear()
        upright.save(out, "JPEG", quality=90, optimize=True)
    else:
        upright = upright if upright.mode in PNG_MODES else upright.convert("RGBA")
        upright.info = {key: upright.info[key] for key in ("transparency",) if key in upright.info}
        upright.save(out, "PNG", optimize=True)
    return Picture(out.getvalue(), MEDIA_TYPES[kind], upright.width, upright.height)
