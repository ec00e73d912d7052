// What of a canvas the page's pictures use, written as SVG, so that they can be drawn where there is no canvas.

/** @param {number} value */
const short = (value) => String(Math.round(100 * value) / 100);

/** A canvas's context: lines, marks, images and other canvases; of transformations only shifts, in pixels of CSS. */
export class SvgContext {
  width = 0;
  height = 0;
  #path = "";
  #shift = [0, 0];
  #kept = [];
  /** What is on the canvas, element by element. */
  drawn = [];
  /** Its pixels, where it was given those. */
  image = null;

  clearRect() {
    this.drawn = [];
  }

  // A density of 1 is all that the build's screen has: nothing is ever scaled.
  setTransform() {}
  scale() {}

  save() {
    this.#kept.push(this.#shift);
  }
  restore() {
    this.#shift = this.#kept.pop();
  }
  translate(x, y) {
    this.#shift = [this.#shift[0] + x, this.#shift[1] + y];
  }

  beginPath() {
    this.#path = "";
  }
  moveTo(x, y) {
    this.#path += `M${this.#place(x, y)}`;
  }
  lineTo(x, y) {
    this.#path += `L${this.#place(x, y)}`;
  }
  closePath() {
    this.#path += "z";
  }
  rect(x, y, width, height) {
    this.#path += `M${this.#place(x, y)}h${short(width)}v${short(height)}h${short(-width)}z`;
  }
  /** A whole circle, whatever the angles: no picture has another arc. */
  arc(x, y, radius) {
    const half = `a${radius} ${radius} 0 0 1`;
    this.#path += `M${this.#place(x - radius, y)}${half} ${2 * radius} 0${half} ${-2 * radius} 0z`;
  }
  #place(x, y) {
    return `${short(x + this.#shift[0])} ${short(y + this.#shift[1])}`;
  }

  stroke() {
    this.drawn.push(
      `<path d="${this.#path}" fill="none" stroke="${this.strokeStyle}" stroke-width="${short(this.lineWidth)}"/>`,
    );
  }
  fill() {
    this.drawn.push(`<path d="${this.#path}" fill="${this.fillStyle}"/>`);
  }

  createImageData(width, height) {
    return { width, height, data: new Uint8ClampedArray(4 * width * height) };
  }
  putImageData(image) {
    this.image = image;
  }
  drawImage(canvas, x, y, width, height) {
    const { image, drawn } = canvas.getContext("2d");
    const place = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
    if (image) this.drawn.push(`<image ${place} preserveAspectRatio="none" decoding="sync" href="${address(image)}"/>`);
    else this.drawn.push(...drawn);
  }
}

const HEADER = 54;

/** An image's pixels as an address that holds them: a bitmap, because that needs no packing, which differs from one Node to another. */
function address({ width, height, data }) {
  const row = Math.ceil((3 * width) / 4) * 4;
  const file = Buffer.alloc(HEADER + row * height);
  file.write("BM");
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(HEADER, 10);
  file.writeUInt32LE(HEADER - 14, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(-height, 22); // from above
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28); // bits a pixel
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [red, green, blue] = data.subarray(4 * (y * width + x));
      file.set([blue, green, red], HEADER + y * row + 3 * x);
    }
  }
  return `data:image/bmp;base64,${file.toString("base64")}`;
}
