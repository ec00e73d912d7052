"""The one exception for what can be foreseen: build.py prints its sentence, without a stack trace, and exits with 1."""


class Problem(Exception):
    """Something that the person at the keyboard can understand and act on; the message says what and how."""


def last_words(said: str, lines: int = 6) -> str:
    """The end of what a program said before it failed, indented: only its errors, if it marks them as such."""
    found = [line.strip() for line in said.strip().splitlines() if not line.startswith("WARNING")]
    errors = [line for line in found if line.lower().startswith(("error", "npm error"))]
    return "\n".join(f"    {line[:300]}" for line in list(dict.fromkeys(errors or found))[-lines:]) or "    (nothing)"
