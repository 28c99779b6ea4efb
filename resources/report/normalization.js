// Normalization: with learned factors and shifts, and with mean and deviation of the example itself.
LAYERS.scale = (x, { factors, shifts }) => {
  const size = x.length / factors.length; // pixels of a map, or 1
  const unit = (i) => Math.floor(i / size);
  return x.map((z, i) => factors[unit(i)] * z + shifts[unit(i)]);
};

LAYERS.normalize = (x, layer) => {
  const mean = x.reduce((sum, z) => sum + z) / x.length;
  const variance = x.reduce((sum, z) => sum + (z - mean) ** 2, 0) / x.length;
  return LAYERS.scale(x.map((z) => (z - mean) / Math.sqrt(variance + layer.epsilon)), layer);
};
