"""The estimators: scikit-learn's own checks, all of them, and what those do not ask."""

import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from inspect import signature

import numpy as np
import pandas
import pytest
from cases import X as TABLE
from cases import Y as XOR
from cases import assert_same_bits, oracle, same_bits

import tutorial

os.environ["SCIPY_ARRAY_API"] = "1"  # SciPy reads it once; without it, scikit-learn leaves out one of its checks

import scipy.sparse
from sklearn.base import clone
from sklearn.datasets import load_diabetes, load_iris, load_linnerud
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from glassnet.programs.choices import CHOICES
from glassnet.sklearn import GlassnetClassifier, GlassnetRegressor

IRIS, DIABETES, LINNERUD = (load(return_X_y=True) for load in (load_iris, load_diabetes, load_linnerud))
DRAWING = {"batch": 16, "dropout": 0.2, "epochs": 20}  # a training that draws random numbers in each epoch
ODD = np.array(
    ["no\nnever\0", "yes\ud800", "yes\ud800", "no\nnever\0"], dtype=object
)  # what no line of a file can hold
RUNS_A_FILE = """
import runpy
import numpy as np
names = runpy.run_path("program.py")
np.savez("out.npz", predictions=names["predictions"], **names["trained_network"])
"""


@parametrize_with_checks([GlassnetClassifier(), GlassnetRegressor()])
def test_scikit_learns_own_checks(estimator, check):
    check(estimator)


# -- the program


def test_with_the_tutorials_choices_it_trains_the_tutorials_network():
    chosen = {name: CHOICES[name].default for name in signature(GlassnetClassifier).parameters if name in CHOICES}
    fitted = GlassnetClassifier(**chosen | {"epochs": 200}, scale_inputs=False, random_state=42).fit(TABLE, XOR.ravel())
    network, losses = oracle(tutorial.initialize_network(2, 2, 1), 200)
    assert_same_bits(fitted.network_, network)
    assert fitted.loss_curve_ == losses
    assert fitted.n_iter_ == 200
    assert fitted.predict_proba(TABLE)[:, 1].tolist() == tutorial.predict(network, TABLE).ravel().tolist()


@pytest.mark.parametrize(
    ("estimator", "X", "y"),
    [
        (GlassnetClassifier(), *IRIS),
        (
            GlassnetClassifier(hidden=(4, 3), activation=("relu", "sine")),
            TABLE,
            ODD,
        ),
        (GlassnetClassifier(**DRAWING), IRIS[0][::3], IRIS[1][::3]),
        (GlassnetRegressor(), *DIABETES),
        (GlassnetRegressor(hidden=0, optimizer="gradient_descent", schedule="cosine"), *LINNERUD),
        (GlassnetRegressor(**DRAWING), TABLE, [1000.0, 1e-3, 7, 7]),
    ],
)
def test_the_program_gives_the_same_bits_in_a_python_of_its_own(estimator, X, y, tmp_path):
    fitted = estimator.set_params(random_state=5).fit(X, y)
    path = fitted.write_program(tmp_path, X, y)
    assert path.read_text(encoding="utf-8") == fitted.program_
    assert (tmp_path / "data.csv").exists() == ("data.csv" in fitted.program_)
    command = [sys.executable, "-I", "-W", "error", "-c", RUNS_A_FILE]
    subprocess.run(command, cwd=tmp_path, check=True, stdout=subprocess.DEVNULL)
    with np.load(tmp_path / "out.npz") as out:
        assert all(same_bits(array, out[name]) for name, array in fitted.network_.items())
        if isinstance(fitted, GlassnetClassifier):
            shares = fitted.predict_proba(X)
            assert same_bits(shares[:, 1:] if shares.shape[1] == 2 else fitted._outputs(X), out["predictions"])
        else:
            assert same_bits(fitted._outputs(X), out["predictions"])


def test_rows_other_than_those_of_fit_are_no_data_of_the_program(tmp_path):
    fitted = GlassnetRegressor(epochs=2).fit(*DIABETES)
    with pytest.raises(ValueError, match="X and y are other rows than those of fit; expected the same"):
        fitted.write_program(tmp_path, DIABETES[0], DIABETES[1][::-1])
    assert list(tmp_path.iterdir()) == []


def test_columns_and_classes_have_their_names_in_the_program():
    frame = pandas.DataFrame(TABLE, columns=["wind", "rain"])
    fitted = GlassnetClassifier(epochs=2).fit(frame, ["stay", "go", "go", "stay"])
    assert "# Example data: wind, rain\n" in fitted.program_
    assert "# The class: 0 is go, 1 is stay\n" in fitted.program_
    assert fitted.feature_names_in_.tolist() == ["wind", "rain"]


# -- random numbers


@pytest.mark.parametrize("estimator", [GlassnetClassifier(**DRAWING), GlassnetRegressor(**DRAWING)])
def test_equal_random_states_give_equal_bits_in_threads_too(estimator):
    X, y = IRIS

    def network(seed):
        return clone(estimator).set_params(random_state=seed).fit(X, y).network_

    alone = [network(seed) for seed in range(6)]
    assert not same_bits(alone[0]["W1"], alone[1]["W1"])
    with ThreadPoolExecutor(6) as threads:
        for one, other in zip(alone, threads.map(network, range(6)), strict=True):
            assert_same_bits(other, one)


def test_numpys_own_generator_is_asked_only_for_a_seed():
    before = np.random.get_state()[1].tolist()
    GlassnetClassifier(**DRAWING, random_state=3).fit(*IRIS)
    assert np.random.get_state()[1].tolist() == before
    np.random.seed(1)
    first = GlassnetClassifier(**DRAWING).fit(*IRIS)
    second = GlassnetClassifier(**DRAWING).fit(*IRIS)
    assert first.choices_["seed"] != second.choices_["seed"]
    third = GlassnetClassifier(**DRAWING, random_state=np.random.RandomState(1)).fit(*IRIS)
    assert_same_bits(third.network_, first.network_)


# -- scikit-learn's tools


def test_cross_validation_reaches_what_others_reach():
    """Logistic regression comes to 0.973 on iris, ridge regression to 0.41 (by default) to 0.48 on diabetes."""
    assert cross_val_score(GlassnetClassifier(random_state=0), *IRIS).mean() > 0.94
    assert cross_val_score(GlassnetRegressor(random_state=0), *DIABETES).mean() > 0.38


def test_a_grid_search_over_choices():
    grid = {"rate": [1e-5, 0.03], "hidden": [0, (8,), (8, 8)]}
    search = GridSearchCV(GlassnetClassifier(random_state=0, epochs=100), grid, cv=3).fit(*IRIS)
    assert search.best_params_["rate"] == 0.03
    assert search.best_score_ > 0.94
    assert np.isfinite(search.cv_results_["mean_test_score"]).all()


def test_in_a_pipeline_and_scaled_twice():
    X, y = DIABETES
    alone = GlassnetRegressor(random_state=0).fit(X, y)
    whole = make_pipeline(StandardScaler(), GlassnetRegressor(random_state=0)).fit(X, y)
    assert whole.score(X, y) == pytest.approx(alone.score(X, y), abs=0.02)


@pytest.mark.parametrize(
    ("estimator", "rows"),
    [(GlassnetClassifier(), IRIS), (GlassnetRegressor(), DIABETES), (GlassnetRegressor(), LINNERUD)],
)
def test_a_pickle_predicts_the_same_and_a_clone_trains_the_same(estimator, rows):
    fitted = clone(estimator).set_params(random_state=7, epochs=30, hidden=(3, 2)).fit(*rows)
    back = pickle.loads(pickle.dumps(fitted))
    assert same_bits(back.predict(rows[0]), fitted.predict(rows[0]))
    assert back.program_ == fitted.program_
    assert_same_bits(clone(back).fit(*rows).network_, fitted.network_)


# -- targets


def test_classes_of_any_kind():
    X, places = IRIS
    names = np.array(["setosa", "versicolor", "virginica"])
    for classes in (names, names.astype(object), np.array([-5, 3, 70]), np.array([0.0, 1.0, 2.0])):
        fitted = GlassnetClassifier(random_state=0).fit(X, classes[places])
        assert fitted.classes_.tolist() == classes.tolist()
        assert set(fitted.predict(X)) == set(classes.tolist())
        assert fitted.score(X, classes[places]) > 0.95


def test_several_targets_are_learned_in_their_own_units():
    X, y = DIABETES[0], np.stack([DIABETES[1] * 1e6, -DIABETES[1] / 1e3, np.full(len(DIABETES[1]), 4.0)], axis=1)
    fitted = GlassnetRegressor(random_state=0).fit(X, y)
    assert fitted.predict(X).shape == y.shape
    for column in (0, 1):
        error = np.square(fitted.predict(X) - y)[:, column].mean()
        assert error < 0.55 * y[:, column].var()
    assert GlassnetRegressor(epochs=2).fit(X, y[:, :1]).predict(X).shape == (len(X), 1)


@pytest.mark.parametrize(
    ("chosen", "output"),
    [
        ({}, "softmax"),
        ({"loss": "mean_squared_error"}, "softmax"),
        ({"output": "sigmoid", "loss": "binary_cross_entropy"}, "sigmoid"),
    ],
)
def test_probabilities(chosen, output):
    fitted = GlassnetClassifier(random_state=0, **chosen).fit(*IRIS)
    shares = fitted.predict_proba(IRIS[0] * 100)  # far away, so that sigmoids may all be 0
    assert fitted.choices_["output"] == output
    assert shares.min() >= 0
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(shares)))
    assert fitted.classes_[fitted.predict_proba(IRIS[0]).argmax(axis=1)].tolist() == fitted.predict(IRIS[0]).tolist()


def test_sigmoids_that_are_all_0_are_no_probabilities_but_equal_ones():
    fitted = GlassnetClassifier(output="sigmoid", loss="binary_cross_entropy", epochs=2, random_state=0).fit(*IRIS)
    fitted.network_["b2"][:] = -1000
    assert fitted.predict_proba(IRIS[0][:1]).tolist() == [[1 / 3] * 3]


def test_a_margin_has_no_probabilities():
    fitted = GlassnetClassifier(loss="hinge", random_state=0).fit(*IRIS)
    assert fitted.choices_["output"] == "linear"
    assert fitted.score(*IRIS) > 0.9
    assert not hasattr(fitted, "predict_proba")
    assert not hasattr(GlassnetClassifier(output="tanh"), "predict_proba")


# -- what is refused


def test_the_parameters_are_the_choices_that_are_no_data():
    of_data = {"dataset", "targets", "outputs", "held_rows", "points", "noise", "held_out", "data_seed"}
    for estimator in (GlassnetClassifier, GlassnetRegressor):
        assert set(signature(estimator).parameters) == {*CHOICES, "scale_inputs", "random_state"} - {*of_data, "seed"}


@pytest.mark.parametrize("estimator", [GlassnetClassifier, GlassnetRegressor])
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("hidden", (8, -1), r"hidden\[1\] is -1; expected a whole number of 1 or more"),
        ("activation", "sigmund", "activation is 'sigmund'; expected one of 'sigmoid'"),
        ("activation", ("tanh", "tanh"), "activation has 2 names; expected one, or 1"),
        ("output", 3, "output is 3; expected one of 'sigmoid'"),
        ("loss", "squared", "loss is 'squared'; expected one of 'mean_squared_error'"),
        ("optimizer", None, "optimizer is None; expected one of 'gradient_descent'"),
        ("rate", 0, "rate is 0; expected a number above 0"),
        ("epochs", 1.5, "epochs is 1.5; expected a whole number of 1 or more"),
        ("batch", -1, "batch is -1; expected a whole number of 0 or more"),
        ("scale_inputs", "no", "scale_inputs is 'no'; expected True or False"),
        ("random_state", "now", "random_state is 'now'; expected a whole number, a numpy.random.RandomState, or None"),
        ("random_state", 2**32, "random_state is 4294967296; expected a whole number from 0 to 4294967295"),
    ],
)
def test_a_bad_choice_is_named(estimator, name, value, said):
    with pytest.raises(ValueError, match=said):
        estimator(**{name: value}).fit(*IRIS)


@pytest.mark.parametrize(
    ("estimator", "X", "y", "said"),
    [
        (GlassnetClassifier(), TABLE, ["a"] * 4, "y has 1 class, 'a'; expected 2 or more classes"),
        (GlassnetRegressor(), TABLE * 1e101, XOR, "X has a number of size 1e\\+101; expected numbers from -1e100"),
        (GlassnetRegressor(), TABLE, XOR * -1e101, "y has a number of size 1e\\+101; expected numbers from -1e100"),
        (
            GlassnetRegressor(rate=1e300, activation="relu", optimizer="gradient_descent"),
            *DIABETES,
            "rate is 1e\\+300; expected a smaller one: the training came to no number in epoch",
        ),
    ],
)
def test_bad_rows_are_refused_in_words(estimator, X, y, said):
    with pytest.raises(ValueError, match=said):
        estimator.fit(X, y)
    with pytest.raises(NotFittedError):
        estimator.predict(X)


@pytest.mark.parametrize("estimator", [GlassnetClassifier(), GlassnetRegressor()])
def test_sparse_rows_are_refused_in_words(estimator):
    with pytest.raises(TypeError, match="Sparse data was passed for X, but dense data is required"):
        estimator.fit(scipy.sparse.csr_array(TABLE), XOR.ravel())
    fitted = clone(estimator).fit(TABLE, XOR.ravel())
    with pytest.raises(TypeError, match="Sparse data was passed for X, but dense data is required"):
        fitted.predict(scipy.sparse.csr_array(TABLE))


def test_a_loss_that_does_not_suit_the_output_is_warned_of():
    with pytest.warns(
        UserWarning, match=r"output is 'linear'\. Cross-entropy needs predictions between 0 and 1"
    ) as caught:
        GlassnetClassifier(output="linear", epochs=2).fit(TABLE, XOR.ravel())
    assert caught[0].filename == __file__


# -- the module


def test_importing_the_package_imports_no_scikit_learn():
    said = "import sys, glassnet; print([name for name in sys.modules if name.partition('.')[0] == 'sklearn'])"
    done = subprocess.run([sys.executable, "-c", said], env=here(), capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_module_does_not_hide_scikit_learn_from_itself():
    said = "import glassnet.sklearn as ours, sklearn as theirs; print(ours.BaseEstimator.__module__, theirs.__name__)"
    done = subprocess.run([sys.executable, "-c", said], env=here(), capture_output=True, text=True, check=True)
    assert done.stdout == "sklearn.base sklearn\n"


def test_without_scikit_learn_one_sentence_says_what_to_install():
    said = "import sys; sys.modules['sklearn'] = None; import glassnet.sklearn"
    done = subprocess.run([sys.executable, "-c", said], env=here(), capture_output=True, text=True, check=False)
    last = done.stderr.splitlines()[-1]
    assert last.startswith(
        "ModuleNotFoundError: The estimators need scikit-learn: install it with `pip install 'glassnet["
    )
    assert last.endswith("(sklearn.base is missing).")


def here():
    """An environment in which another Python finds the same package."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
