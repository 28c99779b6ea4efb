// Letters that mean nothing to HTML and JSON: base 85 is a sixteenth shorter than base 64.
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%:()*+-;.=,?@^_`{|}~";

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
  const bytes = bytesOf(text);
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

// Five digits of a number to the base 85 hold four bytes, the highest first; a last group is cut.
function bytesOf(text) {
  const digits = new Uint8Array(128), bytes = new Uint8Array(Math.floor((text.length * 4) / 5));
  for (let digit = 0; digit < 85; digit++) digits[DIGITS.charCodeAt(digit)] = digit;
  for (let i = 0, at = 0; i < text.length; i += 5) {
    let number = 0;
    for (let k = i; k < i + 5; k++) {
      number = 85 * number + (k < text.length ? digits[text.charCodeAt(k)] : 84);
    }
    for (let place = 2 ** 24; place >= 1; place /= 256) bytes[at++] = number / place;
  }
  return bytes;
}
