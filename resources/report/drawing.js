// The canvas: strokes by mouse, finger, pen or keyboard, and the networks' answers while they are drawn.

const KEY_STEP = 1 / 56, LONG_KEY_STEP = 1 / 14; // of the canvas' side, without and with Shift
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const MAX_ROWS = 10; // classes that are listed, the most probable ones if there are more

const { networks, texts } = JSON.parse(document.getElementById("data").textContent);
const canvas = document.getElementById("canvas"), seen = document.getElementById("seen");
const spoken = document.getElementById("spoken");

let strokes = []; // each a list of points [x, y], shares of the canvas' side
let pointer = null; // the finger, pen or mouse that draws
let cursor = null, isKeyPenDown = false; // of the keyboard
let isAnswering = false, speaking = 0;

for (const network of networks) {
  for (const layer of network.layers) {
    for (const part of ["weights", "biases", "factors", "shifts"]) {
      if (layer[part]) layer[part] = weightsOf(layer[part]);
    }
  }
}

function element(tag, className, parent) {
  const made = document.createElement(tag);
  made.className = className;
  parent.append(made);
  return made;
}

// Makes the list of a network's classes; whatever is named is text, never markup.
function newAnswer(network) {
  const box = element("section", `answer ${network.colour}`, document.getElementById("answers"));
  element("h3", "", box).textContent = network.title;
  const given = element("p", "given", box);
  const list = element("ol", "shares", box);
  const rows = network.classes.slice(0, MAX_ROWS).map(() => {
    const row = element("li", "", list);
    const name = element("span", "long", row), bar = element("span", "bar", row);
    return { name, fill: element("span", "", bar), share: element("span", "share", row) };
  });
  return { answer: element("strong", "", given), sure: element("span", "", given), rows };
}

const answers = networks.map(newAnswer);
const percent = (share) => `${(100 * share).toFixed(1)}%`;

function showAnswer({ answer, sure, rows }, { classes, title }, shares) {
  const ranking = classes.map((_, label) => label).sort((a, b) => shares[b] - shares[a]);
  const best = shares.length ? ranking[0] : null;
  answer.textContent = best === null ? "–" : classes[best];
  sure.textContent = best === null ? "" : percent(shares[best]);
  const listed = classes.length > MAX_ROWS && best !== null ? ranking : classes.map((_, label) => label);
  rows.forEach(({ name, fill, share }, index) => {
    const label = listed[index];
    name.textContent = classes[label];
    fill.style.width = best === null ? "0" : `${100 * shares[label]}%`;
    share.textContent = best === null ? "" : percent(shares[label]);
  });
  const words = { title, answer: answer.textContent, share: sure.textContent };
  return best === null ? "" : texts.reads.replace(/\{(\w+)\}/g, (_, name) => words[name]);
}

// Prepares the drawing, has the networks read it, and shows both.
function showAnswers() {
  isAnswering = false;
  const digit = digitOfStrokes(strokes);
  paintSeen(digit);
  const sentences = networks.map((network, index) =>
    showAnswer(answers[index], network, digit ? probabilities(network, digit) : []));
  clearTimeout(speaking); // screen readers get the answer once the pen rests
  speaking = setTimeout(() => { spoken.textContent = sentences.join("; "); }, 800);
}

function strokesChanged() {
  paint();
  if (isAnswering) return; // at most once for each picture on the screen
  isAnswering = true;
  requestAnimationFrame(showAnswers);
}

function paintSeen(digit) {
  const [red, green, blue] = getComputedStyle(seen).color.match(/\d+/g);
  const image = new ImageData(SIDE, SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) {
    image.data.set([red, green, blue, digit ? 255 * digit[i] : 0], 4 * i);
  }
  seen.getContext("2d").putImageData(image, 0, 0);
}

function paint() {
  const side = canvas.width, pen = canvas.getContext("2d"), { color, font } = getComputedStyle(canvas);
  pen.clearRect(0, 0, side, side);
  [pen.strokeStyle, pen.fillStyle, pen.lineWidth] = [color, color, PEN * side];
  [pen.lineCap, pen.lineJoin] = ["round", "round"];
  if (strokes.length === 0) {
    [pen.globalAlpha, pen.textAlign] = [0.6, "center"];
    pen.font = `${side / 16}px ${getComputedStyle(document.body).fontFamily}`;
    pen.fillText(texts.empty, side / 2, side / 2);
    pen.globalAlpha = 1;
  }
  for (const stroke of strokes) {
    pen.beginPath();
    pen.moveTo(stroke[0][0] * side, stroke[0][1] * side);
    for (const [x, y] of stroke) pen.lineTo(x * side, y * side);
    pen.stroke();
  }
  if (cursor && document.activeElement === canvas) {
    [pen.lineWidth, pen.strokeStyle, pen.fillStyle] = [side / 100, "#0072b2", "#0072b2"];
    pen.beginPath();
    pen.arc(cursor[0] * side, cursor[1] * side, (PEN * side) / 2, 0, 2 * Math.PI);
    if (isKeyPenDown) pen.fill();
    pen.stroke();
  }
}

function lift() {
  pointer = null;
  isKeyPenDown = false;
}

function positionOf(event) {
  const box = canvas.getBoundingClientRect();
  return [
    (event.clientX - box.left - canvas.clientLeft) / canvas.clientWidth,
    (event.clientY - box.top - canvas.clientTop) / canvas.clientHeight,
  ];
}

function clear() {
  lift();
  strokes = [];
  strokesChanged();
}

function undo() {
  lift();
  strokes = strokes.slice(0, -1);
  strokesChanged();
}

canvas.addEventListener("pointerdown", (event) => {
  if (pointer !== null || event.button !== 0) return; // a second finger does not draw
  lift();
  cursor = null;
  pointer = event.pointerId;
  canvas.setPointerCapture(pointer);
  strokes.push([positionOf(event)]);
  strokesChanged();
});

canvas.addEventListener("pointermove", (event) => {
  if (event.pointerId !== pointer) return;
  const events = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
  strokes[strokes.length - 1].push(...(events.length ? events : [event]).map(positionOf));
  strokesChanged();
});

for (const kind of ["pointerup", "pointercancel"]) {
  canvas.addEventListener(kind, (event) => {
    if (event.pointerId === pointer) pointer = null;
  });
}

canvas.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "z") undo();
  else if (event.ctrlKey || event.metaKey || event.altKey) return;
  else if (event.key in ARROWS) moveCursor(...ARROWS[event.key], event.shiftKey ? LONG_KEY_STEP : KEY_STEP);
  else if (event.key === " ") event.repeat || toggleKeyPen();
  else if (event.key === "Delete" || event.key === "Backspace") clear();
  else return;
  event.preventDefault();
});

function moveCursor(right, down, step) {
  const inside = (share) => Math.min(Math.max(share, 0), 1);
  const [x, y] = cursor || [0.5, 0.5];
  cursor = [inside(x + right * step), inside(y + down * step)];
  if (!isKeyPenDown) return paint();
  strokes[strokes.length - 1].push(cursor);
  strokesChanged();
}

function toggleKeyPen() {
  cursor = cursor || [0.5, 0.5];
  if (isKeyPenDown) {
    lift();
    return paint();
  }
  lift();
  isKeyPenDown = true;
  strokes.push([cursor]);
  strokesChanged();
}

canvas.addEventListener("focus", () => {
  if (canvas.matches(":focus-visible")) cursor = cursor || [0.5, 0.5]; // it came by the Tab key
  paint();
});
canvas.addEventListener("blur", () => {
  isKeyPenDown = false;
  paint();
});
document.getElementById("clear").addEventListener("click", clear);
document.getElementById("undo").addEventListener("click", undo);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", strokesChanged);

document.getElementById("drawing").hidden = false;
new ResizeObserver(() => { // as sharp as the screen
  canvas.width = canvas.height = Math.round(canvas.clientWidth * devicePixelRatio);
  paint();
}).observe(canvas);
showAnswers();
