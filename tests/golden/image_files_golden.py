"""Small image files of many kinds, written by Pillow and numpy, with the pixels that Pillow itself reads from them.
Writes image_files_golden.json beside it."""
import base64
import io
import json
import os
import sys

import numpy as np
import PIL
from PIL import Image, ImageOps


def saved(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def row(name, data, tolerance=0, pixels=None):
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    if pixels is None:
        if image.mode in ("P", "RGBA"):
            image = image.convert("RGB")
        if image.mode == "LA":
            image = image.getchannel(0)
        if image.mode == "1":
            image = image.convert("L")
        pixels = np.asarray(image)
    pixels = np.asarray(pixels)
    return {"name": name, "file": base64.b64encode(data).decode(), "width": pixels.shape[1], "height": pixels.shape[0],
            "channels": 1 if pixels.ndim == 2 else 3, "bits": 8 if pixels.dtype == np.uint8 else 16,
            "tolerance": tolerance, "pixels": pixels.reshape(-1).astype(int).tolist()}


def main():
    rng = np.random.default_rng(7)
    y, x = np.mgrid[0:9, 0:14]
    grey = ((x * 17 + y * 5) % 256).astype(np.uint8)
    colour = np.stack([grey, 255 - grey, (y * 20).astype(np.uint8)], 2)
    noise = rng.integers(0, 256, (9, 14, 3), dtype=np.uint8)
    deep = (grey.astype(np.uint16) * 251 + 3).astype(np.uint16)
    rows = []
    for kind, ending in [("PNG", "png"), ("BMP", "bmp"), ("TIFF", "tiff")]:
        rows.append(row("grey." + ending, saved(Image.fromarray(grey), kind)))
        rows.append(row("colour." + ending, saved(Image.fromarray(noise), kind)))
    rows.append(row("deep.png", saved(Image.fromarray(deep), "PNG"), pixels=deep))
    rows.append(row("deep.tiff", saved(Image.fromarray(deep), "TIFF"), pixels=deep))
    rows.append(row("bilevel.png", saved(Image.fromarray(grey > 100), "PNG")))
    rows.append(row("bilevel.tiff", saved(Image.fromarray(grey > 100), "TIFF")))
    rows.append(row("palette.png", saved(Image.fromarray(colour).quantize(16), "PNG")))
    alpha = np.dstack([noise, 255 - grey])
    rows.append(row("alpha.png", saved(Image.fromarray(alpha, "RGBA"), "PNG"), pixels=noise))
    rows.append(row("grey_alpha.png", saved(Image.fromarray(np.dstack([grey, 255 - grey]), "LA"), "PNG"), pixels=grey))
    for compression in ("tiff_lzw", "tiff_deflate", "packbits"):
        rows.append(row(compression + ".tiff", saved(Image.fromarray(noise), "TIFF", compression=compression)))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[274] = orientation
        rows.append(row("turned_%d.jpg" % orientation, saved(Image.fromarray(grey), "JPEG", quality=95, exif=exif), 2))
        rows.append(row("turned_%d.png" % orientation, saved(Image.fromarray(grey), "PNG", exif=exif)))
        turned = [grey, grey[:, ::-1], grey[::-1, ::-1], grey[::-1], grey.T, np.rot90(grey, -1), grey[::-1, ::-1].T,
                  np.rot90(grey)][orientation - 1]
        rows.append(row("turned_%d.tiff" % orientation, saved(Image.fromarray(grey), "TIFF", tiffinfo={274: orientation}),
                        pixels=turned))
    rows.append(row("colour.jpg", saved(Image.fromarray(colour), "JPEG", quality=95, subsampling=0), 2))
    rows.append(row("progressive.jpg", saved(Image.fromarray(colour), "JPEG", quality=95, subsampling=0, progressive=True), 2))
    golden = {"versions": {"python": sys.version.split()[0], "pillow": PIL.__version__, "numpy": np.__version__},
              "cases": rows}
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "image_files_golden.json"), "w") as file:
        json.dump(golden, file)
        file.write("\n")


if __name__ == "__main__":
    main()
