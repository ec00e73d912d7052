"""write_lock.py TOOLBOX BASE_LOCK RESULT ADDRESS OWN_WHEEL [ADDRESS OTHER_WHEEL ...]: see lock.py, which runs it."""

import sys
from pathlib import Path

toolbox, base, result, own_address, own, *others = sys.argv[1:]
sys.path.insert(0, toolbox)

from pyodide_lock import PyodideLockSpec  # noqa: E402
from pyodide_lock.utils import add_wheels_to_spec, update_package_sha256  # noqa: E402


def needed(spec: PyodideLockSpec, name: str) -> set[str]:
    """The package and everything that it depends on."""
    return {name}.union(*(needed(spec, other) for other in spec.packages[name].depends))


wheel = Path(own).absolute()
name = wheel.name.partition("-")[0]
spec = add_wheels_to_spec(PyodideLockSpec.from_json(Path(base)), [wheel], base_path=wheel.parent)
spec.packages = {kept: spec.packages[kept] for kept in sorted(needed(spec, name))}
spec.packages[name].file_name = own_address
by_name = {package.file_name: package for package in spec.packages.values()}
for address, other in zip(others[::2], map(Path, others[1::2]), strict=True):
    update_package_sha256(by_name[other.name], other)
    by_name[other.name].file_name = address
spec.to_json(Path(result))
