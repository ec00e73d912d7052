"""A part of the rows of a file that is too large: evenly spread, each whole, with the header."""

from javascript import ask

# 100,000-byte files stand for large ones: a row here has as many bytes as needed to make the file too large.
TAKE = """(async () => {
  const answers = [];
  for (const [text, repeated] of given.files) {
    const file = new Blob([text, ...Array(repeated[1]).fill(repeated[0])]);
    const part = await module.partOf(file);
    const bytes = part && await module.bytesOf(part);
    answers.push(part && [part.rows, part.taken, new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)]);
  }
  return answers;
})()"""


def test_a_part_of_the_rows(tmp_path):
    pixels = ",0" * 784
    files = [
        (f"label{pixels}\n", [f"7{pixels}\n", 60_000]),
        ("# made by a program\n# twice\na,b\r\n", ["1,2\r\n\r\n3,4\r\n", 100_000]),
        ("", ['"a\nb",1\r', 200_000]),
        ("a,b\n1,2\n", ["3,4\n", 50_000]),
        ("a\0,\0", ["1\0", 9]),
        ('"never closed', ["1,2\n", 200_000]),
    ]
    mnist, comments, quoted, few, utf_16, open_quote = ask(tmp_path, TAKE, "some-rows.js", files=files)
    assert mnist[:2] == [60_000, 3000]
    assert mnist[2].splitlines() == [files[0][0].strip()] + [files[0][1][0].strip()] * 3000
    assert comments[:2] == [200_000, 100_000]
    lines = comments[2].split("\r\n")
    assert lines[0] == "# made by a program\n# twice\na,b"
    assert lines[1:-1] == ["1,2", "3,4"][1:] * 100_000
    assert quoted[:2] == [199_999, 100_000], "the first may be a header"
    assert quoted[2] == '"a\nb",1\r' * 100_001
    assert few is None
    assert utf_16 is None
    assert open_quote is None
