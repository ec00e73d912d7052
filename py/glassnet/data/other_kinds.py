"""Files and texts that are no text in columns: recognised by how they begin, and told what to do instead."""

from __future__ import annotations

import re

PICTURE = "a picture ({})"
IN_COLUMNS = "expected text in columns, such as CSV"
SAVE_AS_CSV = "In the program that made it choose “Save as” or “Export”, then CSV, and open that file"
UNPACK = "Unpack it, and open the CSV file in it"
PIXELS = "A network learns from its pixels as numbers: write them as CSV, a row for each picture"
OTHERWISE = "Open a file of rows of numbers"
IN_PYTHON = "In Python write it as CSV (pandas: to_csv, NumPy: savetxt), and open that file"

# How a file begins, what it is, and what to do; the first that fits.
SIGNATURES: list[tuple[bytes, str, str]] = [
    (rb"PK\x03\x04(?s:.*)(?:xl/|worksheets)", "an Excel workbook (XLSX)", SAVE_AS_CSV),
    (rb"PK\x03\x04(?s:.{26})mimetypeapplication/vnd\.oasis\.opendocument", "an OpenDocument file (ODS)", SAVE_AS_CSV),
    (rb"PK\x03\x04(?s:.*)Index/", "a Numbers document", SAVE_AS_CSV),
    (rb"PK\x03\x04(?s:.*)(?:\[Content_Types\]|word/|docProps)", "an Office document", SAVE_AS_CSV),
    (rb"PK\x03\x04(?s:.*)\.npy", "a file of NumPy arrays (NPZ)", IN_PYTHON),
    (rb"PK\x03\x04(?s:.*)(?:\.pkl|\.h5|\.safetensors)", "a file of a trained network", OTHERWISE),
    (rb"PK(?:\x03\x04|\x05\x06|\x07\x08)", "a ZIP archive", UNPACK),
    (rb"\xd0\xcf\x11\xe0", "an Excel workbook (XLS)", SAVE_AS_CSV),
    (rb"\x1f\x8b", "a GZIP archive", UNPACK),
    (
        rb"BZh[1-9]1AY|7z\xbc\xaf|Rar!|\xfd7zXZ|\x28\xb5\x2f\xfd|\x78[\x01\x5e\x9c\xda](?s:.*)[\x80-\xff]",
        "a compressed archive",
        UNPACK,
    ),
    (rb"(?s:.{257})ustar", "a TAR archive", UNPACK),
    (rb"\x89PNG", PICTURE.format("PNG"), PIXELS),
    (rb"\xff\xd8\xff", PICTURE.format("JPEG"), PIXELS),
    (rb"GIF8[79]a", PICTURE.format("GIF"), PIXELS),
    (rb"RIFF(?s:....)WEBP", PICTURE.format("WebP"), PIXELS),
    (rb"II\*\x00|MM\x00\*", PICTURE.format("TIFF"), PIXELS),
    (rb"BM(?s:....)\x00\x00\x00\x00", PICTURE.format("BMP"), PIXELS),
    (rb"(?s:....)ftyp(?:avif|hei|mif1)", PICTURE.format("HEIC or AVIF"), PIXELS),
    (rb"\x00\x00\x01\x00", PICTURE.format("ICO"), PIXELS),
    (rb"RIFF(?s:....)WAVE|ID3[\x02-\x04]|OggS\x00|fLaC", "a recording of sound", OTHERWISE),
    (rb"(?s:....)ftyp|\x1aE\xdf\xa3|RIFF(?s:....)AVI ", "a film", OTHERWISE),
    (rb"(?s:.{0,1024})%PDF-\d", "a PDF", SAVE_AS_CSV),
    (rb"\{\\rtf", "a text with formats (RTF)", SAVE_AS_CSV),
    (rb"\x93NUMPY", "a NumPy array (NPY)", IN_PYTHON),
    (
        rb"\x89HDF|PAR1[\x00-\x08\x0e-\x1f]|(?:ARROW1|FEA1)\x00|ORC[\x00-\x1f]|Obj\x01|\x80[\x02-\x05]|SQLite format 3|"
        rb"\(dp0\n|bplist00|MATLAB [57]\.\d MAT-file|RD[XA][23]\n|X\n\x00{3}|<stata_dta>|\$FL[23]@|"
        rb"\x00{12}\xc2\xea\x81\x60",
        "a file of data in binary form",
        IN_PYTHON,
    ),
    (rb"\x00\x00\x08[\x01\x03]", "a file of IDX numbers, as MNIST has them", IN_PYTHON),
    (rb"\x7fELF|MZ\x90|\x00asm|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe", "a program", OTHERWISE),
    (rb"GGUF|(?s:.{8})\{\"(?:__metadata__|[\w.]+\":\{\"dtype)", "a file of a trained network", OTHERWISE),
    (
        rb"\xff\xfe\x00\x00|\x00\x00\xfe\xff|(?:[^\x00]\x00{3}){3}|(?:\x00{3}[^\x00]){3}",
        "text in UTF-32",
        "Save it as UTF-8, and open that file",
    ),
]

CONTROLS = rb"[\x01-\x08\x0e-\x19\x1c-\x1f]"
FEWEST_CONTROLS, ONE_IN = 3, 50

# The same for text. None is compiled before it is used: the snapshot is smaller.
TEXTS: list[tuple[str, str, str]] = [
    (r'\s*\{\s*"glassnet"\s*:', "an exercise that Glassnet exported", "“Open” reads it"),
    (
        r'\s*(?:\{\s*(?:"|\})|\[\s*(?:["{\]]|\[\s*[\["{\]]|\[?\s*(?:-?\d[\d.eE+-]*\s*[,\]]|(?:true|false|null)\b)))',
        "JSON",
        IN_PYTHON,
    ),
    # Numbers between brackets and spaces, as NumPy and MATLAB print them, or a call or a command around them.
    (
        r"(?i)\s*(?:\w+\s*=\s*)?(?:(?:\w+\.)?(?:as)?(?:array|tensor|matrix|dataframe)\s*\(|\[+\s*[-+]?\.?\d[^\s,]*\s+[-+.\d])"
        r"|\s*(?:insert\s+into|create\s+table)\b|\s*\w+\s*=\s*[\[{(]",
        "a piece of a program",
        IN_PYTHON,
    ),
    (r"(?i)\s*<(?:[?!]|[a-z][\w:-]*(?:\s[^<>]*)?/?>)", "a web page or XML", "Copy its table, and paste it here"),
    (r"(?i)(?:\s*%.*\n)*\s*@relation\b", "ARFF, the format of Weka", "Leave out its lines that begin with @"),
    (
        r"(?:\s*#.*\n)*\s*[-+]?[\d.]+(?:[ \t]+\d+:[-+\d.eE]+)+[ \t]*(?:#.*)?(?:[\r\n]|\Z)",
        "LIBSVM’s format, which leaves out zeros",
        IN_PYTHON,
    ),
    (r"version https://git-lfs", "a pointer of Git LFS to a file, and not the file", "Download the file itself"),
]


def refuse_other_files(data: bytes) -> None:
    """Raise ``ValueError`` for the bytes of a file that is no text."""
    first = data[:100_000]
    for start, kind, instead in SIGNATURES:
        if re.match(start, first):
            raise ValueError(f"this is {kind}; {IN_COLUMNS}. {instead}")


def refuse_no_text(data: bytes) -> None:
    """Raise ``ValueError`` for bytes, one for each letter or several, that have too many marks which no text has."""
    first = data[:100_000]
    marks = len(re.findall(CONTROLS, first))
    if marks >= FEWEST_CONTROLS and ONE_IN * marks > len(first):
        raise ValueError(f"this is no text; {IN_COLUMNS}. {SAVE_AS_CSV}")


def refuse_other_texts(text: str) -> None:
    """Raise ``ValueError`` for a text that is no table."""
    for start, kind, instead in TEXTS:
        if re.match(start, text):
            raise ValueError(f"this is {kind}; {IN_COLUMNS}. {instead}")
