"""Where the build puts what the page loads: into one folder, named by its content."""

from pathlib import Path


def of_the_page(dist: Path, name: str) -> Path:
    """The page's script, style sheet or data of that name."""
    [found] = dist.glob(f"page-*/{name}")
    return found
