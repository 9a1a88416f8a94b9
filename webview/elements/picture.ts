/** RGBA pixels to show as they are. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

/** A small picture without a name of its own: what it shows is said beside it. */
export class Picture extends HTMLElement {
  private shown: Pixels | null = null;
  private readonly canvas = document.createElement('canvas');

  connectedCallback(): void {
    this.setAttribute('aria-hidden', 'true');
    this.classList.toggle('empty', this.shown === null);
    this.replaceChildren(this.canvas);
  }

  set pixels(pixels: Pixels | null) {
    if (pixels === this.shown) return;
    this.shown = pixels;
    this.classList.toggle('empty', pixels === null);
    if (!pixels) {
      this.canvas.width = 0;
      return;
    }
    this.canvas.width = pixels.width;
    this.canvas.height = pixels.height;
    this.classList.toggle('fine', pixels.width > 96);
    const image = new ImageData(new Uint8ClampedArray(pixels.rgba), pixels.width, pixels.height);
    this.canvas.getContext('2d')?.putImageData(image, 0, 0);
  }
}
