"""Files and texts that are no text in columns: recognised by how they begin, and told what to do instead."""

from __future__ import annotations

import re

PICTURE = "a picture ({})"
IN_COLUMNS = "expected text in columns, such as CSV"
SAVE_AS_CSV = "In the program that made it choose “Save as” or “Export”, then CSV, and open that file"
UNPACK = "Unpack it, and open the CSV file in it"
PIXELS = "A network learns from its pixels as numbers: write them as CSV, a row for each picture"
IN_PYTHON = "In Python write it as CSV (pandas: to_csv, NumPy: savetxt), and open that file"

# How a file begins, what it is, and what to do; the first that fits.
SIGNATURES: list[tuple[bytes, str, str]] = [
    (rb"PK\x03\x04(?s:.*)(?:xl/|worksheets)", "an Excel workbook (XLSX)", SAVE_AS_CSV),
    (rb"PK\x03\x04(?s:.{26})mimetypeapplication/vnd\.oasis\.opendocument", "an OpenDocument file (ODS)", SAVE_AS_CSV),
    (rb"PK\x03\x04(?s:.*)Index/", "a Numbers document", SAVE_AS_CSV),
    (rb"PK\x03\x04(?s:.*)(?:\[Content_Types\]|word/|docProps)", "an Office document", SAVE_AS_CSV),
    (rb"PK\x03\x04(?s:.*)\.npy", "a file of NumPy arrays (NPZ)", IN_PYTHON),
    (rb"PK(?:\x03\x04|\x05\x06|\x07\x08)", "a ZIP archive", UNPACK),
    (rb"\xd0\xcf\x11\xe0", "an Excel workbook (XLS)", SAVE_AS_CSV),
    (rb"\x1f\x8b", "a GZIP archive", UNPACK),
    (rb"BZh[1-9]1AY|7z\xbc\xaf|Rar!|\xfd7zXZ|\x28\xb5\x2f\xfd", "a compressed archive", UNPACK),
    (rb"(?s:.{257})ustar", "a TAR archive", UNPACK),
    (rb"\x89PNG", PICTURE.format("PNG"), PIXELS),
    (rb"\xff\xd8\xff", PICTURE.format("JPEG"), PIXELS),
    (rb"GIF8[79]a", PICTURE.format("GIF"), PIXELS),
    (rb"RIFF(?s:....)WEBP", PICTURE.format("WebP"), PIXELS),
    (rb"II\*\x00|MM\x00\*", PICTURE.format("TIFF"), PIXELS),
    (rb"BM(?s:....)\x00\x00\x00\x00", PICTURE.format("BMP"), PIXELS),
    (rb"(?s:....)ftyp(?:avif|hei|mif1)", PICTURE.format("HEIC or AVIF"), PIXELS),
    (rb"\x00\x00\x01\x00", PICTURE.format("ICO"), PIXELS),
    (rb"%PDF-", "a PDF", SAVE_AS_CSV),
    (rb"\{\\rtf", "a text with formats (RTF)", SAVE_AS_CSV),
    (rb"\x93NUMPY", "a NumPy array (NPY)", IN_PYTHON),
    (
        rb"\x89HDF|PAR1[\x00-\x08\x0e-\x1f]|ARROW1\x00|\x80[\x02-\x05]|SQLite format 3",
        "a file of data in binary form",
        IN_PYTHON,
    ),
    (rb"\x00\x00\x08[\x01\x03]", "a file of IDX numbers, as MNIST has them", IN_PYTHON),
    (rb"\x7fELF|MZ\x90|\x00asm", "a program", SAVE_AS_CSV),
    (
        rb"\xff\xfe\x00\x00|\x00\x00\xfe\xff|(?:[^\x00]\x00{3}){3}|(?:\x00{3}[^\x00]){3}",
        "text in UTF-32",
        "Save it as UTF-8, and open that file",
    ),
]

# The same for text: JSON, web pages, and what Weka reads. None is compiled before it is used: the snapshot is smaller.
JSON = r'\s*(?:\{\s*(?:"|\})|\[\s*(?:[\[{"\]]|-?\d[\d.eE+-]*\s*[,\]]|(?:true|false|null)\b))'
GLASSNET = r'\s*\{\s*"glassnet"\s*:'
XML = r"(?i)\s*<(?:\?xml|!doctype|!--|html|head|body|table|svg|div)\b"
ARFF = r"(?i)(?:\s*%.*\n)*\s*@relation\b"


def refuse_other_files(data: bytes) -> None:
    """Raise ``ValueError`` for the bytes of a file that is no text."""
    first = data[:100_000]
    for start, kind, instead in SIGNATURES:
        if re.match(start, first):
            raise ValueError(f"this is {kind}; {IN_COLUMNS}. {instead}")


def refuse_other_texts(text: str) -> None:
    """Raise ``ValueError`` for a text that is no table."""
    if re.match(GLASSNET, text):
        raise ValueError(f"this is an exercise that Glassnet exported; {IN_COLUMNS}. “Open” reads it")
    if re.match(JSON, text):
        raise ValueError(f"this is JSON; {IN_COLUMNS}. {IN_PYTHON}")
    if re.match(XML, text):
        raise ValueError(f"this is a web page or XML; {IN_COLUMNS}. Copy its table, and paste it here")
    if re.match(ARFF, text):
        raise ValueError(f"this is ARFF, the format of Weka; {IN_COLUMNS}. Leave out its lines that begin with @")
