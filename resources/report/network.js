// The activation functions, of a neuron's sum z.
const ACTIVATIONS = {
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  relu: (z) => Math.max(z, 0),
  "leaky-relu": (z) => (z > 0 ? z : 0.01 * z),
  identity: (z) => z,
};

// The other kinds of layers, of all inputs x and of the layer's weights.
const LAYERS = {};

// Each neuron adds up its inputs, each times its own weight, and a bias.
LAYERS.linear = (x, { inputs, outputs, weights, biases }) =>
  Float64Array.from({ length: outputs }, (_, neuron) => {
    let sum = biases ? biases[neuron] : 0;
    for (let i = 0; i < inputs; i++) sum += weights[neuron * inputs + i] * x[i];
    return sum;
  });

// The probability of each class for a digit of 784 pixels, 0 for paper to 1 for ink.
function probabilities({ input, layers }, ink) {
  let x = Float64Array.from(ink, (_, i) => {
    const pixel = ink[input.order ? input.order[i] : i];
    return ((input.isDark ? 1 - pixel : pixel) - input.mean) / input.deviation;
  });
  for (const layer of layers) {
    const activation = ACTIVATIONS[layer.kind];
    x = activation ? x.map((z) => activation(z)) : LAYERS[layer.kind](x, layer);
  }
  const largest = Math.max(...x); // softmax, without numbers that are too large
  const powers = x.map((z) => Math.exp(z - largest)), sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}
