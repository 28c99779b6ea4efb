// A small window of weights slides over the images; outside them there is nothing.
LAYERS.convolution = (x, { inputs, outputs, side, window, weights, biases }) => {
  const y = new Float64Array(outputs * side * side), half = (window - 1) / 2;
  for (let map = 0, at = 0; map < outputs; map++) {
    const sums = y.subarray(map * side * side, (map + 1) * side * side);
    if (biases) sums.fill(biases[map]);
    for (let image = 0; image < inputs; image++) {
      for (let down = -half; down <= half; down++) {
        for (let across = -half; across <= half; across++, at++) {
          const first = Math.max(0, -across), end = Math.min(side, side - across);
          for (let row = Math.max(0, -down); row < Math.min(side, side - down); row++) {
            const from = (image * side + row + down) * side + across;
            for (let i = first; i < end; i++) sums[row * side + i] += weights[at] * x[from + i];
          }
        }
      }
    }
  }
  return y;
};

// Of each square of two by two numbers only the largest goes on.
LAYERS.maxPool = (x, { maps, side }) => {
  const half = side / 2;
  return Float64Array.from({ length: maps * half * half }, (_, at) => {
    const row = Math.floor(at / half), first = 2 * row * side + 2 * (at % half);
    return Math.max(x[first], x[first + 1], x[first + side], x[first + side + 1]);
  });
};
