"""One table in every dialect: the same values, names and classes are read, whatever the file looks like."""

from cases import examples
from hypothesis import given
from hypothesis import strategies as st

from glassnet import session

NAMES = ["alpha", "beta", "gamma"]
PARTED = {"\t": ["", " ", "\u00a0", "'"], ";": ["", " ", "\u00a0", "'"]}


@st.composite
def tables(draw):
    """Inputs (rows, columns), and the names of their classes."""
    rows, columns = draw(st.integers(3, 12)), draw(st.integers(1, 3))
    thousandths = st.integers(-30_000_000, 30_000_000)
    X = [[draw(thousandths) / 1000 for _ in range(columns)] for _ in range(rows)]
    return X, ["cat", "dog", *(draw(st.sampled_from(["cat", "dog"])) for _ in range(rows - 2))]


@st.composite
def dialects(draw):
    """How a program writes a table."""
    separator = draw(st.sampled_from([",", ";", "\t", "|", " "]))
    return {
        "separator": separator,
        "decimal": draw(st.sampled_from(".," if separator in ";\t" else ".")),
        "parted": draw(st.sampled_from(PARTED.get(separator, [""]))),
        "header": draw(st.booleans()),
        "quotes": separator != " " and draw(st.booleans()),
        "last": draw(st.booleans()) and separator not in " |",
        "index": draw(st.sampled_from(["", "id", None])) if separator != " " else None,
        "above": draw(st.sampled_from(["", "# made by a program, on Monday", "% made; by a program"])),
        "end": draw(st.sampled_from(["\n", "\r\n", "\r"])),
        "encoding": draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])),
    }


def written(X, y, dialect):
    """The bytes of a table in a dialect."""

    def number(value):
        whole, _, rest = f"{value:.3f}".partition(".")
        return f"{int(whole):,}".replace(",", dialect["parted"]) + dialect["decimal"] + rest

    def word(text):
        return f'"{text}"' if dialect["quotes"] else text

    rows = [[number(value) for value in row] + [word(name)] for row, name in zip(X, y, strict=True)]
    if dialect["header"]:
        rows.insert(0, [word(name) for name in [*NAMES[: len(X[0])], "kind"]])
        if dialect["index"] is not None:
            rows = [[word(dialect["index"]) if not place else str(place), *row] for place, row in enumerate(rows)]
    last = dialect["separator"] if dialect["last"] else ""
    lines = [dialect["above"]] if dialect["above"] else []
    lines += [dialect["separator"].join(row) + last for row in rows]
    return (dialect["end"].join(lines) + dialect["end"]).encode(dialect["encoding"])


@examples(300)
@given(tables(), dialects())
def test_a_table_is_the_same_in_every_dialect(table, dialect):
    X, y = table
    X = [[value if abs(value) >= 1 else 0.0 for value in row] for row in X]  # -0.5 has no sign in its whole part
    answer = session.read_data({}, written(X, y, dialect))
    assert answer.get("problem") is None
    page = answer["data"]
    assert page["X"].reshape(-1, len(page["inputs"])).tolist() == X
    assert page["classes"] == ["cat", "dog"]
    assert page["y"].tolist() == [float(name == "dog") for name in y]
    if dialect["header"]:
        assert page["inputs"] == NAMES[: len(X[0])]
