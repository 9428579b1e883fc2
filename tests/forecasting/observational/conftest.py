"""One small world of models, its task, and the forecast of it."""

import pytest

from tests.forecasting.observational.makers import forecast, make_matrix, make_target


@pytest.fixture(scope="package")
def matrix():
    return make_matrix(missing=0.05)


@pytest.fixture(scope="package")
def target(matrix):
    return make_target(matrix)


@pytest.fixture(scope="package")
def found(matrix, target):
    return forecast(target, matrix, draws=19)
