"""Records the tutorial's own run, which the page shows before Python is ready (tutorial, step 9).

The build calls ``record`` natively and stores the result as a file beside the page. Numbers are rounded to visible
digits, so that machines whose ``exp`` differs in the last bit make the same file.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from glassnet import session
from glassnet.looking.outcome import SOLVED
from glassnet.programs.choices import checked
from glassnet.sweeps.native.training import Exercise, Watching, trained

PICTURES = {"boundary": 48}
COLOUR_DIGITS = 3  # for predictions shown only as colours
CONTOUR_DIGITS = 5  # near 0.5, where the contour is drawn
SURVEY_SEEDS = 1000
SURVEYED_HIDDEN_SIZES = (2, 4)


def record() -> dict[str, Any]:
    """The tutorial's run (thinned losses and the last frame), the result of ``describe``, and the survey."""
    description = session.describe()
    epochs = description["defaults"]["epochs"]
    frame = session.start({}, pictures=PICTURES)
    losses: list[float] = []
    while frame["epoch"] < epochs:
        frame = session.train(1000, epochs, pictures=PICTURES)
        losses += frame["losses"].tolist()
    losses.append(frame["loss"])
    kept = thinned(len(losses))
    run = frame | {"recorded_epochs": kept, "losses": [losses[epoch] for epoch in kept]}
    boundary = frame["boundary"]
    near = np.abs(boundary - 0.5) < 0.02
    run["boundary"] = np.where(near, boundary.round(CONTOUR_DIGITS), boundary.round(COLOUR_DIGITS))
    return description | {"run": rounded(run), "survey": [survey(hidden) for hidden in SURVEYED_HIDDEN_SIZES]}


def thinned(count: int) -> list[int]:
    """The epochs to keep out of ``count``: the first 20, where the loss changes fastest, then every 20th."""
    return sorted({*range(min(count, 20)), *range(0, count, 20), count - 1})


def survey(hidden: int) -> dict[str, int]:
    """Counts the seeds 0 to 999 for which the tutorial's run with ``hidden`` neurons ends with all rows right."""
    chosen = checked({"hidden": hidden})
    exercise = Exercise(chosen, watching=Watching(looks=1))
    rows = trained(exercise, [(chosen["rate"], seed) for seed in range(SURVEY_SEEDS)])
    return {"hidden": hidden, "seeds": SURVEY_SEEDS, "solved": sum(row["outcome"] == SOLVED for row in rows)}


def rounded(value: Any) -> Any:
    """The same with plain lists instead of arrays, and eight significant digits."""
    if isinstance(value, dict):
        return {key: rounded(entry) for key, entry in value.items()}
    if isinstance(value, np.ndarray):
        return rounded(value.tolist())
    if isinstance(value, list):
        return [rounded(entry) for entry in value]
    return float(f"{value:.8g}") if isinstance(value, float) else value
