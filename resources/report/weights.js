// Weights are stored as whole numbers; those of a neuron, or of a part of it, share a scale.
function weightsOf({ bits, numbers, scales }) {
  const values = numbersOf(numbers, bits);
  if (!scales) return values;
  const factors = numbersOf(scales, 32), size = Math.round(values.length / factors.length);
  const weights = new Float32Array(values.length);
  for (let part = 0, i = 0; part < factors.length; part++) {
    for (const end = i + size; i < end; i++) weights[i] = values[i] * factors[part];
  }
  return weights;
}

// Reads numbers of 32 bits, or whole ones of fewer, which follow each other without gaps.
function numbersOf(text, bits) {
  const letters = atob(text), bytes = new Uint8Array(letters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
  if (bits === 32) return new Float32Array(bytes.buffer);

  const values = new Int16Array(Math.floor((8 * bytes.length) / bits)), unused = 32 - bits;
  for (let i = 0, waiting = 0, count = 0, at = 0; i < bytes.length; i++) {
    waiting |= bytes[i] << count;
    count += 8;
    if (count < bits) continue;
    values[at++] = (waiting << unused) >> unused; // the highest bit is the sign
    waiting >>>= bits;
    count -= bits;
  }
  return values;
}
