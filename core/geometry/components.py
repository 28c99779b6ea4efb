"""The plane in which points of many dimensions are spread most: their principal components."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Floats = NDArray[np.float32]

PLANE = 2  # dimensions
MAX_DENSE = 64  # the smaller side of a matrix that is decomposed completely, which is quick


@dataclass(frozen=True, eq=False)
class Components:
    """A plane in a space of d dimensions.

    Attributes:
        mean: of the points, float64 (d,); it lies at (0, 0) of the plane.
        basis: float64 (d, 2), two orthogonal directions of length 1; a column of zeros where the
            points spread in fewer directions.
        shares: of the points' variance that lies along each component, the larger first.
    """

    mean: Doubles
    basis: Doubles
    shares: tuple[float, float]

    def project(self, points: NDArray[np.floating]) -> Doubles:
        """Return the positions in the plane of points (N, d): float64 (N, 2)."""
        positions: Doubles = (points - self.mean) @ self.basis
        return positions

    def turned(self, rotation: Doubles) -> "Components":
        """Return the same plane, turned or reflected by an orthogonal matrix (2, 2)."""
        return replace(self, basis=self.basis @ rotation)


def principal_components(points: NDArray[np.floating]) -> Components:
    """Return the plane through the mean of points (N, d) that holds most of their variance.

    Its directions are the first two right singular vectors of the centred points (I. T. Jolliffe
    and J. Cadima 2016, https://doi.org/10.1098/rsta.2015.0202). Of a large matrix only these two
    are computed, by Lanczos iterations that begin at the same vector every time.
    """
    mean: Doubles = points.mean(axis=0, dtype=np.float64)
    centred = points - mean
    # scaled to lengths around 1, so that no square overflows or vanishes
    size = float(np.abs(centred).max(initial=0.0)) or 1.0
    centred /= size

    total = float(np.einsum("nd,nd->", centred, centred))
    basis, shares = np.zeros((points.shape[1], PLANE)), np.zeros(PLANE)
    if total > 0:
        values, directions = _singular(centred)
        count = min(PLANE, int((values > values.max() * 1e-7).sum()))
        basis[:, :count] = directions[:count].T
        shares[:count] = values[:count] ** 2 / total
    return Components(mean, basis, (float(shares[0]), float(shares[1])))


def _singular(centred: Doubles) -> tuple[Doubles, Doubles]:
    """Return the largest singular values, in order, and their right vectors (values, d)."""
    if min(centred.shape) <= MAX_DENSE:
        _, values, directions = np.linalg.svd(centred, full_matrices=False)
        return values, directions

    from scipy.sparse.linalg import svds

    start = np.random.default_rng(0).standard_normal(min(centred.shape))
    _, values, directions = svds(centred, k=PLANE, v0=start, return_singular_vectors="vh")
    order = np.argsort(-values)
    return values[order], directions[order]


def rotation_onto(points: Doubles, reference: Doubles) -> Doubles:
    """Return the rotation or reflection (k, k) that brings points (N, k) closest to `reference`.

    It minimizes the sum of squared distances between points @ rotation and the reference: the
    orthogonal Procrustes problem (P. H. Schonemann 1966, https://doi.org/10.1007/BF02289451).
    """
    left, _, right = np.linalg.svd(points.T @ reference)
    rotation: Doubles = left @ right
    return rotation
