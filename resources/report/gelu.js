// z, times the share of the normal distribution that lies below z.
ACTIVATIONS.gelu = (z) => 0.5 * z * (1 + errorFunction(z / Math.SQRT2));

// Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26: right to seven digits.
function errorFunction(z) {
  const t = 1 / (1 + 0.3275911 * Math.abs(z));
  const terms = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592];
  const sum = terms.reduce((total, term) => total * t + term, 0) * t;
  return Math.sign(z) * (1 - sum * Math.exp(-z * z));
}
