// Weights are stored as whole numbers; those of a neuron, or of a part of it, share a scale.
function weightsOf({ bits, numbers, scales }) {
  const values = numbersOf(numbers, bits);
  if (!scales) return values;
  const factors = numbersOf(scales, 32), size = Math.round(values.length / factors.length);
  return Float32Array.from(values, (value, i) => value * factors[Math.floor(i / size)]);
}

// Reads numbers of 32 bits, or whole ones of fewer, which follow each other without gaps.
function numbersOf(text, bits) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  if (bits === 32) return new Float32Array(bytes.buffer);

  const values = new Int16Array(Math.floor((8 * bytes.length) / bits)), unused = 32 - bits;
  let waiting = 0, count = 0, at = 0;
  for (const byte of bytes) {
    waiting |= byte << count;
    count += 8;
    if (count < bits) continue;
    values[at++] = (waiting << unused) >> unused; // the highest bit is the sign
    waiting >>>= bits;
    count -= bits;
  }
  return values;
}
