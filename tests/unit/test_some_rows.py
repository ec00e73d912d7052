"""A part of the rows of a file that is too large: evenly spread, each whole, with the header."""

from javascript import ask

# Of each file: how it begins, one of its rows, in which @ is the row's number, and how many there are.
TAKE = """(async () => {
  const answers = [];
  for (const [begins, row, count] of given.files) {
    const rows = Array.from({ length: count }, (_, number) => row.replace("@", number));
    const part = await module.partOf(new Blob([begins, rows.join("")]));
    const bytes = part && await module.bytesOf(part);
    answers.push(part && [part.rows, part.taken, new TextDecoder().decode(bytes)]);
  }
  return answers;
})()"""


def test_a_part_of_the_rows(tmp_path):
    pixels = ",0" * 784
    files = [
        (f"label{pixels}\n", f"@{pixels}\n", 20_000),
        ("# made by a program\n% twice\na,b\r\n", "1,@\r\n\r\n", 400_000),
        ("", '"a\nb",@\r', 200_000),
        ("a,b\n1,2\n", "3,4\n", 50_000),
        ("a\0,\0", "1\0", 9),
        ('"never closed', "1,2\n", 200_000),
    ]
    mnist, comments, quoted, *none = ask(tmp_path, TAKE, "some-rows.js", files=files)
    header, *rows = mnist[2].splitlines()
    assert (mnist[:2], header, len(rows)) == ([20_000, 3000], f"label{pixels}", 3000)
    numbers = [int(row.removesuffix(pixels)) for row in rows]
    assert all(number * 3000 // 20_000 == place for place, number in enumerate(numbers)), "one of each stretch"
    assert {number % 10 for number in numbers} == set(range(10)), "classes that take turns are all there"

    above, rows = comments[2].split("\r\n")[0], comments[2].split("\r\n")[1:-1]
    assert (comments[:2], above) == ([400_000, 100_000], "# made by a program\n% twice\na,b")
    assert len(rows) == len(set(rows)) == 100_000
    assert {row[:2] for row in rows} == {"1,"}

    assert quoted[:2] == [199_999, 100_000], "the first row may be a header"
    assert {row[:6] for row in quoted[2].split("\r")[:-1]} == {'"a\nb",'}
    assert none == [None, None, None], "few rows, UTF-16, and a quote that is never closed"
