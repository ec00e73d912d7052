"""Operations on traced arrays, for the tests of the compiler: functions that give lists of arrays, and arrays for them.

In these functions ``np`` is the namespace's, as in a program.
"""

import numpy as np

SPECIAL = np.array(
    [-0.0, 0.0, np.nan, np.inf, -np.inf, 5e-324, -5e-324, 1e308, -1e308, 1e-310, 1.0, -1.0, 0.5, 2.0, 745.2, -745.2]
)


def unary(x, y):
    """One number at a time."""
    named = [np.exp, np.log, np.tanh, np.sin, np.cos, np.expm1, np.log1p, np.sqrt, np.abs, np.sign, np.negative]
    named += [np.square, np.reciprocal, np.floor, np.ceil, np.trunc, np.rint, np.isnan, np.isfinite, np.logical_not]
    powers = [x**2, x**2.0, x**0.5, x**-1, x**1, x**3, x**1.5, x**-2, x**0, 2.0**x, np.abs(x) ** y, np.power(x, 2)]
    return [function(x) for function in named] + powers + [np.power(x, 2.5)]


def binary(x, y):
    """Arithmetic, comparisons and choices, with broadcasting."""
    positive = x > 0
    return [
        *(
            x + y,
            x - y,
            x * y,
            x / y,
            x + 1,
            1 / x,
            2 - x,
            x * 1,
            x * 0,
            -x,
            x > y,
            x >= y,
            x < y,
            x <= y,
            x == y,
            x != y,
        ),
        *(np.maximum(x, y), np.minimum(x, y), np.maximum(x, 0), np.maximum(0, x), np.minimum(x, 0.0)),
        *(np.where(x > y, x, -1.0), np.where(x, y, x), np.clip(x, -1, 1), np.clip(x, 0, 1), np.clip(x, -0.0, 0.0)),
        *(np.clip(x, None, 0.5), np.clip(x, 0.5, None), positive & (y > 0), positive | (y > 0), ~positive),
        *(np.logical_and(x, y), np.logical_or(x, y), positive * y, positive.astype(float), 1 - positive),
        *(positive.astype(int) * x, np.where(positive, 1, 0) * x),
    ]


def reductions(x):
    """Sums, means, and the largest and smallest, along each axis."""
    ways = [
        {},
        {"axis": 0},
        {"axis": 1},
        {"axis": -1, "keepdims": True},
        {"axis": 0, "keepdims": True},
        {"keepdims": True},
    ]
    found = [
        find(one, **way) for one in (x, x.T, x.T * 2) for find in (np.sum, np.max, np.min, np.mean) for way in ways
    ]
    positive = x > 0
    return [
        *(*found, np.add.reduce(x), np.add.reduce(x, axis=1, keepdims=True), np.maximum.reduce(x, axis=0)),
        *(x.sum(), x.mean(0), x.max(axis=1), positive.sum(), np.mean(positive), positive.sum(axis=0)),
    ]


def slices(x):
    """Sums along the axes of views."""
    views = [x[:, :3], x[::2], x[:, 1::2], x[1:-1, :-1], x[:, 0], x[0], x.T[:3], x[:, :1], x[::-1], x[:, ::-1]]
    axes = {1: (0, None), 2: (0, 1)}
    return [find(view, axis=axis) for view in views for find in (np.sum, np.max, np.mean) for axis in axes[view.ndim]]


def products(x, y, w, v):
    """Products of matrices and vectors, transposed or not."""
    sums = [np.einsum("ij,jk->ik", x, w), np.einsum("ij,ik->jk", x, y)] if w.shape[1] > 1 else []
    return [
        *(np.dot(x, w), x @ w, np.matmul(x, w), np.dot(x.T, y), np.dot(w.T, x.T), y.T @ x, np.dot(x, w).T, *sums),
        *(
            np.dot(v, w),
            np.dot(x, v),
            np.dot(v, v),
            v @ v,
            x @ v,
            v @ w,
            np.dot(w, w.T),
            np.dot(w.T, w),
            np.dot(x, w.T.T),
        ),
        *(np.dot(x.T * 2, y), np.dot(x, (w.T * 3).T), (x.T + 1).T @ w, np.dot(x, 2.0)),
    ]


def views(x, y):
    """Names for one array, views, and what is written into them."""
    a = x * 1
    b = a.T
    a += 1
    found = [b * 1]
    b[0] = 5
    a[:, 0] *= 2
    c = a.reshape(-1)
    c[0] = 7
    found += [a * 1, b * 2, c * 1]
    d = a[:, :2]
    d += 10
    a[a > 0] = 0
    e = a.copy()
    a -= 3
    f = a.ravel()
    f *= 2
    found += [e, a * 1, x.reshape(x.shape[1], x.shape[0]) * 1, x.T.reshape(-1) * 1, x.T.copy() * 1, np.transpose(x)]
    found += [np.concatenate([x, y]), np.concatenate([x, y], axis=1), np.hstack([x, y]), np.vstack([x[0], y[0]])]
    g = np.zeros(x.shape)
    g[0] = x[0]
    g[:, 1] = y[:, 1]
    found += [g * 1]
    g[[0, 1], [1, 0]] = 3
    found += [
        g * 1,
        x[[0, 2]],
        x[[0, 1], [1, 0]],
        x[0, 1],
        x[-1],
        x[..., 0],
        x[:, 0][:, None],
        x[None, 0],
        np.squeeze(x[:1]),
    ]
    found += [
        np.expand_dims(x[0], 1),
        np.broadcast_to(x[0], x.shape) * 1,
        np.zeros_like(x) + x,
        np.full_like(x, 2.0) * x,
    ]
    x += 1
    x *= y
    np.add(x, y, out=x)
    found += [x * 1]
    x[1:] = y[1:]
    x.T[1:] = 2
    return [*found, x * 1, np.dot(x, y.T)]


def extremes(x):
    """Ties between the two zeros."""
    return [np.max(x, axis=1), np.max(x), np.max(x, axis=0), np.min(-x, axis=1), np.max(x.T, axis=1), np.min(x)]


def matrix(random, rows, columns, special):
    """Random numbers, of which some are special."""
    values = random.randn(rows, columns) * random.choice([1, 1, 10])
    if special:
        places = random.rand(rows, columns) < 0.3
        values[places] = random.choice(SPECIAL, places.sum())
    return values


SHAPES = [(1, 1), (1, 7), (7, 1), (3, 4), (8, 9), (9, 8), (127, 3), (128, 2), (129, 1), (4, 127), (3, 128), (2, 129)]
LARGE = [(300, 3), (1, 300), (300, 1), (1000, 9)]
WIDTHS = (1, 2, 7, 9)


def cases(random):
    """Pairs of a function and its arrays, with a name for each."""
    turned = np.asfortranarray
    for place, (rows, columns) in enumerate(SHAPES + LARGE):
        for special in (False, True):
            x, y = matrix(random, rows, columns, special), matrix(random, rows, columns, special)
            name = f"{rows} x {columns}{', special numbers' if special else ''}"
            pairs = {
                "like": (x, y),
                "a row": (x, y[:1].copy()),
                "a column": (x[:, :1].copy(), y),
                "one transposed": (turned(x), y),
                "both transposed": (turned(x), turned(y)),
            }
            if (rows, columns) in SHAPES:
                for n, (kind, (one, other)) in enumerate(pairs.items()):
                    if rows * columns < 100 or n % 2 == (place + special) % 2:
                        yield f"binary, {kind}, {name}", binary, {"x": one, "y": other}
                yield f"unary {name}", unary, {"x": x, "y": y}
            yield f"reductions {name}", reductions, {"x": turned(x) if special else x}
            if columns > 2 and rows > 2:
                yield f"slices {name}", slices, {"x": x}
                yield f"views {name}", views, {"x": x, "y": y}
            for width in WIDTHS[special::2]:
                arrays = {
                    "x": x,
                    "y": matrix(random, rows, width, special),
                    "w": matrix(random, columns, width, special),
                }
                yield (
                    f"products {name} x {width}",
                    products,
                    arrays | {"v": matrix(random, 1, columns, special)[0].copy()},
                )
    for _ in range(20):
        yield "extremes", extremes, {"x": random.choice([0.0, -0.0, -1.0], size=(5, random.randint(1, 40)))}
    for zero in (0.0, -0.0):
        yield f"{zero} everywhere", reductions, {"x": np.full((9, 3), zero)}
