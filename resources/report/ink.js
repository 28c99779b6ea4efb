// From strokes to the 28 x 28 digit that MNIST's makers would have produced: Inkling's own preparation
// (core/data/ink.py), step by step. Ink is 0 for paper and 1 for full ink.

const CANVAS = 280, SIDE = 28, BOX = 20, CENTRE = 14, PEN = 0.075;

const nearest = (value) => Math.sign(value) * Math.floor(Math.abs(value) + 0.5); // halves away from 0
const nearestDown = (value) => Math.sign(value) * Math.ceil(Math.abs(value) - 0.5); // halves towards 0

// Rounds halves to the even neighbour, as Python does.
function rounded(value) {
  const below = Math.floor(value);
  return value - below === 0.5 ? below + (below % 2 !== 0) : Math.round(value);
}

function fillRow(ink, row, first, last) {
  if (row < 0 || row >= CANVAS) return;
  const start = Math.max(first, 0), end = Math.min(last, CANVAS - 1);
  if (start <= end) ink.fill(1, row * CANVAS + start, row * CANVAS + end + 1);
}

// Fills an ellipse that touches the sides of a box of whole pixels. Its outline is a path of pixels
// from the right end to the top, each next to the last and as near to the curve as any.
function fillEllipse(ink, left, top, right, bottom) {
  const width = right - left, height = bottom - top; // coordinates below are doubled, from the centre
  const distance = (x, y) => Math.abs(height ** 2 * x ** 2 + width ** 2 * y ** 2 - (width * height) ** 2);
  let x = width, y = height % 2, widest = -1;
  while (true) {
    if (y !== widest) { // the first pixel of a row is its outermost
      widest = y;
      for (const row of [(height - y) / 2, (height + y) / 2]) {
        fillRow(ink, top + row, left + (width - x) / 2, left + (width + x) / 2);
      }
    }
    if (x === width % 2 && y === height) return;
    let next = [x, y + 2];
    if (x > 1) {
      for (const other of [[x - 2, y + 2], [x - 2, y]]) {
        if (distance(...other) < distance(...next)) next = other;
      }
    }
    [x, y] = next;
  }
}

// Fills the rectangle along a line; discs at its ends make them round.
function fillLine(ink, x0, y0, x1, y1, width) {
  const across = x1 - x0, down = y1 - y0, length = Math.hypot(across, down);
  if (length === 0) return;
  const near = nearestDown((width - 1) / 2) / length, far = nearest((width - 1) / 2) / length;
  const corners = [
    [x0 - nearestDown(near * down), y0 + nearestDown(far * across)],
    [x1 - nearestDown(near * down), y1 + nearestDown(far * across)],
    [x1 + nearestDown(far * down), y1 - nearestDown(near * across)],
    [x0 + nearestDown(far * down), y0 - nearestDown(near * across)],
  ];
  const rows = corners.map((corner) => corner[1]);
  for (let row = Math.min(...rows); row <= Math.max(...rows); row++) {
    const crossings = [];
    corners.forEach(([fromX, fromY], index) => {
      const [toX, toY] = corners[(index + 1) % 4];
      if (row < Math.min(fromY, toY) || row > Math.max(fromY, toY)) return;
      if (fromY === toY) return void crossings.push(fromX, toX);
      const slope = Math.fround((toX - fromX) / (toY - fromY));
      crossings.push(Math.fround(Math.fround((row - fromY) * slope) + fromX)); // in 32 bits
    });
    fillRow(ink, row, nearest(Math.min(...crossings)), nearestDown(Math.max(...crossings)));
  }
}

// Draws strokes, each a list of points [x, y] from 0 to 1, in black and white like the old scans.
function inkOfStrokes(strokes) {
  const ink = new Float32Array(CANVAS * CANVAS), radius = (PEN * CANVAS) / 2;
  for (const stroke of strokes) {
    stroke.forEach((point, index) => {
      const [x, y] = point.map((share) => share * CANVAS);
      fillEllipse(ink, ...[x - radius, y - radius, x + radius, y + radius].map(Math.trunc));
      if (index === 0) return;
      const last = stroke[index - 1].map((share) => Math.trunc(share * CANVAS));
      fillLine(ink, ...last, Math.trunc(x), Math.trunc(y), Math.max(1, rounded(PEN * CANVAS)));
    });
  }
  return ink;
}

// Finds the smallest upright box that holds all the ink: [top, left, height, width].
function boxAround(ink) {
  let top = CANVAS, left = CANVAS, bottom = -1, right = -1;
  for (let index = 0; index < ink.length; index++) {
    if (ink[index] === 0) continue;
    const row = Math.floor(index / CANVAS), column = index % CANVAS;
    top = Math.min(top, row);
    bottom = row;
    left = Math.min(left, column);
    right = Math.max(right, column);
  }
  return bottom < 0 ? null : [top, left, bottom + 1 - top, right + 1 - left];
}

function bicubic(distance) {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? -0.5 * (((x - 5) * x + 8) * x - 4) : 0;
}

// Lists, for each new pixel, the first old pixel that it covers and the weights of these.
function coverage(before, after) {
  const scale = before / after, reach = 2 * Math.max(scale, 1), narrowing = 1 / Math.max(scale, 1);
  return Array.from({ length: after }, (_, index) => {
    const middle = (index + 0.5) * scale;
    const first = Math.max(0, Math.trunc(middle - reach + 0.5));
    const end = Math.min(before, Math.trunc(middle + reach + 0.5));
    const weights = [];
    for (let at = first; at < end; at++) weights.push(bicubic((at - middle + 0.5) * narrowing));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return [first, weights.map((weight) => weight / sum)];
  });
}

// Scales each row of an image to a new width, and turns rows into columns.
function scaledAcross(image, height, width, after) {
  const scaled = new Float32Array(after * height);
  coverage(width, after).forEach(([first, weights], column) => {
    for (let row = 0; row < height; row++) {
      const start = row * width + first;
      scaled[column * height + row] =
        weights.reduce((sum, weight, index) => sum + weight * image[start + index], 0);
    }
  });
  return scaled;
}

// Scales ink so that its longer side has 20 pixels: [image, height, width].
function fitted(ink, [top, left, height, width]) {
  const cut = new Float32Array(height * width);
  for (let row = 0; row < height; row++) {
    const start = (top + row) * CANVAS + left;
    cut.set(ink.subarray(start, start + width), row * width);
  }
  const scale = BOX / Math.max(height, width);
  const newWidth = Math.max(1, rounded(width * scale)), newHeight = Math.max(1, rounded(height * scale));
  const turned = scaledAcross(cut, height, width, newWidth); // (newWidth, height)
  const small = scaledAcross(turned, newWidth, height, newHeight); // (newHeight, newWidth)
  return [small.map((value) => Math.min(Math.max(value, 0), 1)), newHeight, newWidth];
}

// Adds numbers in NumPy's order, each sum rounded. The centre of what is symmetrical lies half-way
// between two pixels, and then the last bit decides where the digit goes.
function sumOf(values, round) {
  const add = (sum, value) => round(sum + value);
  const whole = values.length - (values.length % 8);
  if (whole === 0) return values.reduce(add, 0);
  let lanes = values.slice(0, 8);
  for (let at = 8; at < whole; at += 8) lanes = lanes.map((sum, lane) => add(sum, values[at + lane]));
  while (lanes.length > 1) {
    lanes = lanes.filter((_, lane) => lane % 2 === 0).map((sum, pair) => add(sum, lanes[2 * pair + 1]));
  }
  return values.slice(whole).reduce(add, lanes[0]);
}

const sum32 = (values) => sumOf(values, Math.fround); // in 32 bits
const centreOf = (masses) =>
  sumOf(masses.map((mass, index) => mass * index), (sum) => sum) / sum32(masses);

// Places ink in 28 x 28 so that its centre of mass is at the centre, moved by whole pixels only.
function centred([image, height, width]) {
  const lines = Array.from({ length: height }, (_, row) =>
    Array.from(image.subarray(row * width, (row + 1) * width)));
  const ofRows = lines.map(sum32);
  const ofColumns = lines.reduce((sums, line) => sums.map((sum, at) => Math.fround(sum + line[at])));

  const inside = (shift, length) => Math.min(Math.max(shift, 0), SIDE - length);
  const top = inside(rounded(CENTRE - centreOf(ofRows)), height);
  const left = inside(rounded(CENTRE - centreOf(ofColumns)), width);
  const digit = new Float32Array(SIDE * SIDE);
  lines.forEach((line, row) => digit.set(line, (top + row) * SIDE + left));
  return digit;
}

// Prepares strokes as a digit, 784 numbers row by row; null if there are none.
function digitOfStrokes(strokes) {
  const ink = inkOfStrokes(strokes), box = boxAround(ink);
  return box && centred(fitted(ink, box));
}
