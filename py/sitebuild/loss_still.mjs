// The loss curve as SVG, at the place where uPlot's chart will be: as much of it as is alike at every width.

const STEPS = [1, 2, 2.5, 5, 10];
const LEAST_GAP = 30; // pixels between two lines of the grid, as in uPlot
/** What uPlot leaves free above and below the curve; the style sheet has it, too, with what is free beside it. */
const FREE = 17 + 40;

/**
 * @param {{epochs: number[], losses: number[]}} curve
 * @param {number} until The last epoch.
 * @param {number} height Of the whole chart, in pixels.
 * @param {(low: number, high: number, free: number, soft: boolean) => [number, number]} rangeNum uPlot's.
 */
export function lossStill({ epochs, losses }, until, height, rangeNum) {
  const [low, high] = rangeNum(Math.min(...losses), Math.max(...losses), 0.1, true);
  const plot = height - FREE;
  // In parts of the height, which hangs on the screen; the grid is the one of this height.
  const y = (value) => Math.round(1000 * ((high - value) / (high - low))) / 10;
  const levels = gridBetween(low, high, plot);
  const grid = levels.map((value) => `<line x2="100%" y1="${y(value)}%" y2="${y(value)}%"/>`);
  const names = levels.map((value) => `<text class="level" x="-5" y="${y(value)}%" dy="4">${value}</text>`);
  const points = epochs.map((epoch, index) => `${epoch} ${y(losses[index])}`);
  return `<svg class="still" role="img" aria-label="Loss curve">
    ${grid.join("")}<line y2="100%"/><line x1="100%" x2="100%" y2="100%"/>${names.join("")}
    <text x="0" y="100%" dy="14">0</text><text x="100%" y="100%" dy="14">${until.toLocaleString("en")}</text>
    <svg viewBox="0 0 ${until} 100" preserveAspectRatio="none"><polyline points="${points.join(" ")}"/></svg>
  </svg>`;
}

/** Round numbers that leave enough room between them. */
function gridBetween(low, high, plot) {
  const least = ((high - low) / plot) * LEAST_GAP;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * STEPS.find((one) => one * power >= least);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(6)),
  );
}
