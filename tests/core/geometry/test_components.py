import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import orthogonal_procrustes
from scipy.spatial.transform import Rotation

from core.geometry.components import principal_components, rotation_onto


def by_svd(points):
    """The first two right singular vectors of the centred points, and their shares of variance."""
    centred = points.astype(np.float64) - points.mean(axis=0)
    _, values, directions = np.linalg.svd(centred, full_matrices=False)
    return directions[:2].T, values[:2] ** 2 / (values**2).sum()


def cloud(count, dimensions, seed=0):
    random = np.random.default_rng(seed)
    spread = np.geomspace(5, 0.1, dimensions)
    return (
        random.normal(3, 1, (count, dimensions))
        * spread
        @ random.normal(size=(dimensions, dimensions))
    )


class TestPrincipalComponents:
    @pytest.mark.parametrize("shape", [(500, 3), (40, 200), (300, 120), (120, 300), (7, 3)])
    @pytest.mark.parametrize("number", [np.float32, np.float64])
    def test_they_are_those_of_a_complete_decomposition(self, shape, number):
        points = cloud(*shape).astype(number)
        found, (basis, shares) = principal_components(points), by_svd(points)
        signs = np.sign((found.basis * basis).sum(axis=0))
        np.testing.assert_allclose(found.basis, basis * signs, atol=1e-6)
        np.testing.assert_allclose(found.shares, shares, rtol=1e-5, atol=1e-9)
        np.testing.assert_allclose(found.basis.T @ found.basis, np.eye(2), atol=1e-9)
        np.testing.assert_allclose(found.mean, points.mean(axis=0, dtype=np.float64), rtol=1e-6)

    def test_the_variance_of_the_positions_is_the_share(self):
        points = cloud(400, 100)
        found = principal_components(points)
        variance = found.project(points).var(axis=0) / points.var(axis=0).sum()
        np.testing.assert_allclose(variance, found.shares, rtol=1e-9)

    def test_they_are_the_same_every_time(self):
        points = cloud(300, 120)
        one, other = principal_components(points), principal_components(points.copy())
        assert np.array_equal(one.basis, other.basis)

    @pytest.mark.parametrize("size", [1e-30, 1e30])
    def test_size_does_not_matter(self, size):
        points = cloud(100, 80)
        small = principal_components(points * size)
        np.testing.assert_allclose(small.shares, principal_components(points).shares, rtol=1e-9)

    def test_points_that_do_not_spread_lie_in_the_middle(self):
        found = principal_components(np.full((50, 100), 0.7, np.float32))
        assert found.shares == (0, 0)
        assert not found.project(np.full((50, 100), np.float32(0.7))).any()

    @pytest.mark.parametrize("dimensions", [1, 5, 100])
    def test_points_on_a_line_have_one_component(self, dimensions):
        along = np.random.default_rng(1).normal(size=(200, 1))
        points = along * np.linspace(1, 2, dimensions)
        found = principal_components(points)
        assert found.shares == (pytest.approx(1), 0)
        positions = found.project(points)
        assert not positions[:, 1].any()
        lengths = np.abs(along[:, 0] - along.mean()) * np.linalg.norm(points[0] / along[0])
        np.testing.assert_allclose(np.abs(positions[:, 0]), lengths, atol=1e-9)


class TestRotation:
    @given(st.integers(0, 10_000))
    def test_it_is_the_orthogonal_procrustes_solution_of_scipy(self, seed):
        random = np.random.default_rng(seed)
        points, reference = random.normal(size=(2, 30, 2))
        expected, _ = orthogonal_procrustes(points, reference)
        np.testing.assert_allclose(rotation_onto(points, reference), expected, atol=1e-9)

    def test_no_angle_and_no_reflection_comes_closer(self):
        points, reference = np.random.default_rng(3).normal(size=(2, 50, 2))
        best = np.linalg.norm(points @ rotation_onto(points, reference) - reference)
        for angle in np.linspace(0, 2 * np.pi, 721):
            turn = Rotation.from_euler("z", angle).as_matrix()[:2, :2]
            for other in (turn, turn @ np.diag([1, -1])):
                assert np.linalg.norm(points @ other - reference) >= best - 1e-9

    def test_what_was_turned_is_turned_back(self):
        reference = cloud(100, 2)
        turn = np.array([[0.6, -0.8], [0.8, 0.6]]) @ np.diag([1, -1])
        np.testing.assert_allclose(rotation_onto(reference @ turn, reference), turn.T, atol=1e-12)

    def test_a_turned_plane_keeps_its_points(self):
        points = cloud(100, 9)
        found = principal_components(points)
        turn = np.array([[0, 1], [-1, 0]])
        np.testing.assert_allclose(
            found.turned(turn).project(points), found.project(points) @ turn, atol=1e-9
        )
