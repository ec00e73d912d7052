"""The machine of a page's worker, in Pyodide under Node."""

import numpy as np
from js import machine
from pyodide.ffi import to_js

from glassnet.compiler.emitting import Target

EXP_TABLE = machine.expTable
assert EXP_TABLE, "this Pyodide has no table that site/js/python/machine.js finds"


class Machine:
    """Arrays are NumPy's own: compiled code works on Pyodide's memory."""

    def __init__(self, wide=True, exp_table=EXP_TABLE):
        self.target = Target(wide, exp_table)

    def array(self, count):
        return np.zeros(count)

    def address(self, array):
        return array.__array_interface__["data"][0]

    def function(self, wasm, imports):
        return machine.entry(to_js(wasm), to_js(list(imports)))
