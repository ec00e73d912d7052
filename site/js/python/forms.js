/**
 * What an answer of Python's looks like, by the function that was asked (answers.js has the types). Code in the worker may
 * write to the page in Python's name; what has another form is refused where it enters (python.js).
 *
 * Only what the page relies on is looked at, and of long arrays only the kind: this runs with every frame.
 */

/** @typedef {(value: any) => boolean} Form */

/** @type {Form} */
const text = (value) => typeof value === "string";
/** @type {Form} */
const number = (value) => typeof value === "number";
/** @type {Form} */
const flag = (value) => typeof value === "boolean";
/** @type {Form} */
const count = (value) => Number.isSafeInteger(value) && value >= 0;
/** @type {Form} */
const anything = () => true;
/** @type {Form} */
const record = (value) => typeof value === "object" && value !== null && !Array.isArray(value) && !isArray(value);

/** @param {unknown} value */
const isArray = (value) => ArrayBuffer.isView(value) && !(value instanceof DataView) && "length" in value;

/** @param {Form} form @returns {Form} */
const orNone = (form) => (value) => value === null || value === undefined || form(value);
/** @param {Form} form @returns {Form} */
const listOf = (form) => (value) => Array.isArray(value) && value.every(form);
/** @param {Form} form @returns {Form} */
const byName = (form) => (value) => record(value) && Object.values(value).every(form);
/** @param {Record<string, Form>} parts @param {Record<string, Form>} [optional] @returns {Form} */
const made =
  (parts, optional = {}) =>
  (value) =>
    record(value) &&
    Object.entries(parts).every(([name, form]) => form(value[name])) &&
    Object.entries(optional).every(([name, form]) => orNone(form)(value[name]));

/** @type {Form} */
const numbers = (value) => isArray(value) || listOf(number)(value);
/** Rows of one length. @type {Form} */
const matrix = (value) =>
  Array.isArray(value) && value.length > 0 && value.every((row) => numbers(row) && row.length === value[0].length);

/** Each layer has its weights and its biases. @type {Form} */
const parameters = (value) => {
  if (!byName(matrix)(value)) return false;
  const depth = Object.keys(value).length / 2;
  const layers = Array.from({ length: Math.ceil(depth) }, (_, layer) => layer + 1);
  return depth >= 1 && layers.every((layer) => `W${layer}` in value && `b${layer}` in value);
};

const texts = listOf(text);
const place = made({ line: count, column: count, end: count, choice: text, place: count });
const source = made({ step: count, name: text, source: text, live: listOf(place) });
const problem = made({ message: text, traceback: text }, { function: text, line: number });
const printed = byName(made({ lines: texts, dropped: count }));
const left = orNone(texts);
const told = { answer: anything, problem: orNone(problem), printed };

const data = made({
  ...{ rows: count, held_rows: count, X: numbers, y: numbers, held: numbers },
  ...{ inputs: texts, outputs: texts, classes: texts, counts: numbers, ranges: listOf(numbers), mean: numbers },
  ...{ target_ranges: listOf(numbers), target_limits: numbers, notes: texts },
});
const found = made(
  { columns: texts },
  {
    ...{ encoding: text, separator: text, decimal: text, header: flag, targets: numbers, left_out: numbers },
    ...{ classes: flag, scale_inputs: flag, scale_targets: flag, drop_missing: flag, whole: flag },
  },
);
const offered = byName(listOf(made({ name: text, label: text })));
const histogram = made({ low: number, high: number, counts: numbers, others: count });
const histograms = made({ weights: histogram, activations: histogram, gradients: histogram });
const maps = made({ values: numbers, middle: number, reach: number });
const space = made({
  ...{
    layer: count,
    neurons: count,
    rows: numbers,
    all_rows: count,
    inputs: listOf(numbers),
    targets: listOf(numbers),
  },
  ...{ points: listOf(numbers), shares: numbers, ranges: listOf(numbers), field: numbers },
});
const errors = made(
  {
    ...{ rows: numbers, all_rows: count, inputs: listOf(numbers), targets: listOf(numbers) },
    ...{ predictions: listOf(numbers), losses: numbers },
  },
  { confusion: made({ counts: listOf(numbers), accuracy: number, others: count }) },
);

const frame = made(
  {
    ...{ epoch: count, loss: number, losses: numbers, predictions: numbers, frozen: texts, parameters },
    training_state: byName(byName((value) => numbers(value) || matrix(value))),
  },
  {
    ...{ held_loss: number, accuracy: number, held_accuracy: number, ended: flag, program: listOf(source), data },
    ...{ unfit: byName(problem), back: texts, left, printed, boundary: numbers, curve: numbers },
    ...{ tried: (value) => number(value) || numbers(value), diagnosis: listOf(made({ what: text })) },
    held_losses: made({ epochs: numbers, losses: numbers }),
    kept: made({ epochs: numbers, fewest: numbers, parameters: numbers, training_state: record }),
    ...{ gradients: byName(matrix), neurons: listOf(maps), hidden_space: space, histograms: listOf(histograms) },
    ...{ rows: errors, compiled: made({ way: text, reason: text, operations: count }) },
  },
);

const check = made({
  ...{ right: flag, words: text, convention: text, checked: count, size: count },
  gradients: listOf(made({ name: text, layer: count, right: flag, words: text, entries: listOf(record) })),
});

const ends = made({ what: text, count, losses: numbers, typical: count, places: numbers });
const summary = made({
  ...{ count, solved: count, solved_at: number, interval: numbers, kinds: listOf(ends), bands: listOf(numbers) },
  histogram: made({ high: number, solved: numbers, unsolved: numbers, others: count }),
});
const seeds = made({
  ...{ seeds: numbers, losses: numbers, outcomes: numbers, solved_at: numbers, curves: numbers },
  ...{ part: number, ended: flag, way: text, reason: text },
});

const slice = made({
  ...{ ranges: listOf(numbers), side: count, losses: numbers, points: numbers, at_points: numbers, share: number },
});
const axis = made({ name: text, values: Array.isArray });

const operation = made(
  { operation: text, shape: numbers, of: listOf((value) => text(value) || count(value)) },
  { part: text, line: count },
);

/** @type {Record<string, Form>} */
const ANSWERS = {
  ...{ start: frame, train: frame, change: frame, freeze: frame, look: frame, restore: left },
  wait: orNone(() => false),
  read_data: made(
    { found, offered },
    {
      ...{ data, problem: text, text, encoding: text, too_large: flag },
      ways: listOf(made({ label: text, reading: record })),
    },
  ),
  edit: made({ problem: orNone(problem), printed, remark: text }, { left }),
  operations: made(
    {},
    {
      problem: text,
      epoch: count,
      operations: listOf(operation),
      single: count,
      wasm: isArray,
      shape: numbers,
      numbers,
    },
  ),
  sweep: made({ kept: numbers, outcomes: texts, loaded: flag }),
  ...{ sweep_on: seeds, summary, loss_slice: slice, grid: made({ across: axis, up: axis, order: listOf(numbers) }) },
  trace: made({ epoch: count, labels: byName(text), lines: listOf(record), arrays: listOf(record) }),
  check_gradients: made({ ...told, answer: orNone(check) }),
  check_exercise: made({ ...told, answer: orNone(made({ right: flag, words: text })) }, { left }),
  program: made({ text, data_file: text }, { data: text }),
};
const failure = made({ type: text, message: text, traceback: text });

/**
 * Whether a message is an answer to what was asked.
 *
 * @param {any} message
 * @param {string} asked The function's name; empty for the start itself.
 */
export function isAnswer({ result, error }, asked) {
  if (error !== undefined) return failure(error);
  return asked ? (ANSWERS[asked] ?? anything)(result) : text(result);
}
