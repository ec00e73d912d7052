"""A native machine for compiled code, and arrays that compute natively as Pyodide's NumPy does.

NumPy's native builds use other orders of summation (BLAS, vectors of 8 numbers) and other functions than its build for
WebAssembly. ``Pyodides`` arrays follow that build's sources in plain Python, independently of the compiler.
"""

import ctypes
import math
import struct

import numpy as np
import wasmtime

from glassnet.compiler.emitting import Target

PAGES = 1024  # of 64 kB: all the memory there is, so that it never moves
F64 = wasmtime.ValType.f64()


class Machine:
    """WebAssembly under wasmtime; arrays lie in its memory."""

    def __init__(self, wide=True):
        self.target = Target(wide, 0)
        self.store = wasmtime.Store()
        self.memory = wasmtime.Memory(self.store, wasmtime.MemoryType(wasmtime.Limits(PAGES, PAGES)))
        self.start = ctypes.addressof(self.memory.data_ptr(self.store).contents)
        self.whole = np.ctypeslib.as_array((ctypes.c_double * (PAGES * 8192)).from_address(self.start))
        self.used = 8

    def array(self, count):
        start, self.used = self.used, self.used + -(-count // 8) * 8
        if self.used > len(self.whole):
            self.used = start = 8  # earlier arrays are no longer needed in a test
            self.used += -(-count // 8) * 8
        array = self.whole[start : start + count]
        array[:] = 0
        return array

    def address(self, array):
        return array.__array_interface__["data"][0] - self.start

    def function(self, wasm, imports):
        functions = [self.imported(name) for name in imports]
        module = wasmtime.Module(self.store.engine, wasm)
        instance = wasmtime.Instance(self.store, module, [*functions, self.memory])
        entry = instance.exports(self.store)["epochs"]
        return lambda *addresses: entry(self.store, *addresses)

    def imported(self, name):
        count = 2 if name == "pow" else 1
        return wasmtime.Func(self.store, wasmtime.FuncType([F64] * count, [F64]), LIBRARY[name])


# -- functions of one number


def high_word(x):
    """The upper 32 bits, without the sign."""
    return struct.unpack("<Q", struct.pack("<d", x))[0] >> 32 & 0x7FFFFFFF


EXPM1 = (
    *(-3.33333333333331316428e-02, 1.58730158725481460165e-03, -7.93650757867487942473e-05),
    *(4.00821782732936239552e-06, -2.01099218183624371326e-07),
)


def musl_expm1(x):
    """musl's expm1.c, for numbers within its usual range."""
    hx, c, k = high_word(x), 0.0, 0
    if hx > 0x3FD62E42:
        k = (-1 if x < 0 else 1) if hx < 0x3FF0A2B2 else int(1.44269504088896338700 * x + (-0.5 if x < 0 else 0.5))
        high, low = x - k * 6.93147180369123816490e-01, k * 1.90821492927058770002e-10
        x = high - low
        c = (high - x) - low
    elif hx < 0x3C900000:
        return x
    half = 0.5 * x
    hxs = x * half
    series = 0.0
    for q in reversed(EXPM1):
        series = q + hxs * series
    r1 = 1.0 + hxs * series
    t = 3.0 - r1 * half
    e = hxs * ((r1 - t) / (6.0 - x * t))
    if k == 0:
        return x - (x * e - hxs)
    e = x * (e - c) - c
    e -= hxs
    if k == -1:
        return 0.5 * (x - e) - 0.5
    if k == 1:
        return -2.0 * (e - (x + 0.5)) if x < -0.25 else 1.0 + 2.0 * (x - e)
    if k > 56:
        return (x - e + 1.0) * 2.0**k - 1.0
    return ((x - e + (1 - 2.0**-k)) if k < 20 else (x - (e + 2.0**-k) + 1)) * 2.0**k


def musl_tanh(x):
    """musl's tanh.c."""
    size, w = abs(x), high_word(x)
    if w > 0x40340000 or math.isnan(x):
        t = 1 - 0 / size
    elif w > 0x3FE193EA:
        t = 1 - 2 / (musl_expm1(2 * size) + 2)
    elif w > 0x3FD058AE:
        t = musl_expm1(2 * size)
        t = t / (t + 2)
    elif w >= 0x00100000:
        t = musl_expm1(-2 * size)
        t = -t / (t + 2)
    else:
        t = size
    return math.copysign(t, x) if not math.isnan(x) else x


def of_numpy(name):
    """NumPy's function for one number: the same for each, whatever stands beside it."""
    function = getattr(np, name)

    def one(x):
        with np.errstate(all="ignore"):
            return float(function(x))

    return one


def power(x, y):
    """libm's pow."""
    with np.errstate(all="ignore"):
        return float(np.float64(x) ** np.float64(y))


LIBRARY = {name: of_numpy(name) for name in ("exp", "expm1", "log", "log1p", "sin", "cos")} | {"tanh": musl_tanh}
LIBRARY["pow"] = power


# -- Pyodide's orders


def pairwise(numbers):
    """loops_utils.h.src, pairwise_sum_DOUBLE."""
    count = len(numbers)
    if count < 8:
        total = -0.0
        for one in numbers:
            total += one
        return total
    if count > 128:
        half = count // 2
        half -= half % 8
        return pairwise(numbers[:half]) + pairwise(numbers[half:])
    r = list(numbers[:8])
    for start in range(8, count - count % 8, 8):
        for place in range(8):
            r[place] += numbers[start + place]
    total = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]))
    for one in numbers[count - count % 8 :]:
        total += one
    return total


def better(op, a, b):
    """loops_minmax.dispatch.c.src, scalar_max and scalar_min."""
    return a if math.isnan(a) or (a >= b if op == "max" else a <= b) else b


def extreme(op, numbers):
    """The same file's loop of a reduction, eight at a time."""
    best, rest = numbers[0], list(numbers[1:])
    if len(rest) >= 8:
        m = rest[:8]
        for start in range(8, len(rest) - len(rest) % 8, 8):
            m = [better(op, a, b) for a, b in zip(m, rest[start : start + 8], strict=True)]
        while len(m) > 1:
            m = [better(op, a, b) for a, b in zip(m[::2], m[1::2], strict=True)]
        best = better(op, best, m[0])
        rest = rest[len(rest) - len(rest) % 8 :]
    for one in rest:
        best = better(op, best, one)
    return best


def reduced(op, a, axis, keepdims):
    """reduction.c: along memory."""
    a = np.asarray(a)
    if a.dtype == bool:
        return getattr(np, {"sum": "sum", "max": "max", "min": "min"}[op])(a, axis=axis, keepdims=keepdims)
    a = a.astype(float)
    if axis is None or a.ndim == 1:
        lines = [a.ravel(order="K") if a.ndim == 2 and abs(a.strides[0]) < abs(a.strides[1]) else a.ravel()]
        in_turn, shape = False, (1,) * a.ndim if keepdims else ()
    else:
        axis %= 2
        lines = list(a if axis == 1 else a.T)
        in_turn = a.shape[1 - axis] > 1 and abs(a.strides[axis]) > abs(a.strides[1 - axis])
        shape = tuple(1 if n == axis else size for n, size in enumerate(a.shape) if keepdims or n != axis)
    return np.array([one_line(op, line.tolist(), in_turn) for line in lines]).reshape(shape)[()]


def one_line(op, numbers, in_turn):
    """One number of a reduction."""
    if op == "sum":
        return (
            sum(numbers, 0.0)
            if in_turn and len(numbers) < 2
            else added(numbers)
            if in_turn
            else 0.0 + pairwise(numbers)
        )
    best = numbers[0]
    for one in numbers[1:] if in_turn else ():
        best = better(op, best, one)
    return best if in_turn else extreme(op, numbers)


def added(numbers):
    """In order, from 0.0: Python's own sum compensates for rounding."""
    total = 0.0
    for one in numbers:
        total += one
    return total


def product(a, b):
    """matmul.c.src and arraytypes.c.src without BLAS: each sum in order."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.ndim == 0 or b.ndim == 0:
        return a * b
    left, right = np.atleast_2d(a), b if b.ndim == 2 else b[:, None]
    total = np.zeros((len(left), right.shape[1]))
    for inner in range(left.shape[1]):
        total = total + left[:, inner : inner + 1] * right[inner]
    return total.reshape((*a.shape[:-1], *(b.shape[1:] if b.ndim == 2 else ())))[()]


class Pyodides(np.ndarray):
    """An array whose functions are those of Pyodide's NumPy."""

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **options):
        plain = [np.asarray(one) if isinstance(one, Pyodides) else one for one in inputs]
        name = {"add": "sum", "maximum": "max", "minimum": "min"}.get(ufunc.__name__)
        if method == "reduce" and name:
            numbers = plain[0].astype(options["dtype"]) if options.get("dtype") is not None else plain[0]
            result = reduced(name, numbers, options.get("axis", 0), options.get("keepdims", False))
        elif name in ("max", "min"):
            a, b = np.broadcast_arrays(*plain)
            result = np.where(np.isnan(a) | (a >= b if name == "max" else a <= b), a, b)
        elif ufunc is np.matmul:
            result = product(*plain)
        elif ufunc.__name__ in LIBRARY or (ufunc is np.power and not is_two(plain[1])):
            one = LIBRARY["pow" if ufunc is np.power else ufunc.__name__]
            result = np.vectorize(one, otypes=[float])(*plain)[()]
        else:
            places = None if out is None else tuple(np.asarray(one) for one in out)
            result = getattr(ufunc, method)(*plain, **({} if out is None else {"out": places}), **options)
            return (
                result.view(Pyodides)
                if out is None and isinstance(result, np.ndarray)
                else result
                if out is None
                else out[0]
            )
        return np.asarray(result).view(Pyodides)

    def __array_function__(self, function, types, args, kwargs):
        if function in (np.dot, np.einsum):
            return np.asarray(product(*args) if function is np.dot else einsum(*args)).view(Pyodides)
        return super().__array_function__(function, types, args, kwargs)


def is_two(exponent):
    """Whether a power is a square."""
    return np.ndim(exponent) == 0 and exponent == 2


def einsum(subscripts, a, b):
    """The two products of the tests."""
    return product(a if subscripts.startswith("ij,jk") else np.asarray(a).T, b)
