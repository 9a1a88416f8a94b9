import * as l10n from '@vscode/l10n';
import type { Tensor } from '../../core/engine/tensor.ts';
import { imageTensor, noiseTensor, takesImage, tensorPixels, type ValueRange } from '../models/inputs.ts';
import { samples, zonePlate } from '../samples/index.ts';
import type { InputChoice, ShownInput } from '../state/state.ts';
import { largestPictureFile, notAnImage, pictureProblem } from './picture-limits.ts';

type Picture = ImageBitmap | OffscreenCanvas;

/** Makes the values that a run starts from. Holds the opened file and the drawing, which no setting can. */
export class InputSource {
  /** What the reader draws on: white on black, as handwritten digits are stored. */
  readonly drawing = new OffscreenCanvas(140, 140);
  private file: ImageBitmap | null = null;
  private readonly decoded = new Map<string, Promise<ImageBitmap>>();

  constructor() {
    this.clearDrawing();
  }

  clearDrawing(): void {
    const context = this.drawing.getContext('2d');
    context?.fillRect(0, 0, this.drawing.width, this.drawing.height);
  }

  /** Takes a picture file, or says why not. */
  async open(file: File): Promise<string | null> {
    if (file.size > largestPictureFile)
      return l10n.t('“{0}” has more than {1} MiB.', file.name, largestPictureFile / 2 ** 20);
    const problem = pictureProblem(file.name, new Uint8Array(await file.arrayBuffer()));
    if (problem !== null) return problem;
    try {
      const before = this.file;
      this.file = await createImageBitmap(file);
      before?.close();
      return null;
    } catch {
      return notAnImage(file.name);
    }
  }

  hasFile(): boolean {
    return this.file !== null;
  }

  /** One tensor per model input: the chosen picture where one fits, noise for the others. */
  async inputs(choice: InputChoice, shapes: readonly (readonly number[])[], range: ValueRange): Promise<Tensor[]> {
    return Promise.all(shapes.map((shape, i) => this.tensor(choice, shape, range, i)));
  }

  private async tensor(
    choice: InputChoice,
    shape: readonly number[],
    range: ValueRange,
    index: number,
  ): Promise<Tensor> {
    const [, height = 1, width = 1] = shape;
    const pixels = takesImage(shape) ? await this.pixels(choice, width, height) : null;
    if (pixels) return imageTensor(pixels, shape, range);
    return noiseTensor(shape, range, (choice.kind === 'noise' ? choice.seed : 1) + index);
  }

  /** RGBA of the chosen picture, cut to the proportions and scaled; null for noise. */
  async pixels(choice: InputChoice, width: number, height: number): Promise<Uint8ClampedArray | null> {
    if (choice.kind === 'sample' && choice.name === 'zone-plate') return zonePlate(width, height);
    const picture = await this.picture(choice);
    return picture ? covering(picture, width, height) : null;
  }

  private async picture(choice: InputChoice): Promise<Picture | null> {
    switch (choice.kind) {
      case 'noise':
        return null;
      case 'drawing':
        return this.drawing;
      case 'file':
        return this.file;
      case 'sample':
        return this.sample(choice.name);
      default:
        return choice satisfies never;
    }
  }

  private sample(name: string): Promise<ImageBitmap> | null {
    const known = this.decoded.get(name);
    if (known) return known;
    const file = samples.find((sample) => sample.name === name)?.file;
    if (!file) return null;
    const bitmap = createImageBitmap(new Blob([file.bytes], { type: file.type }));
    this.decoded.set(name, bitmap);
    return bitmap;
  }
}

/** The input as the panel shows it: its values, and pixels when it is an image. */
export function shownInput(tensor: Tensor, range: ValueRange): ShownInput {
  return { tensor, pixels: takesImage(tensor.shape) ? tensorPixels(tensor, range) : null };
}

function covering(picture: Picture, width: number, height: number): Uint8ClampedArray | null {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  const scale = Math.max(width / picture.width, height / picture.height);
  const [w, h] = [picture.width * scale, picture.height * scale];
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, (width - w) / 2, (height - h) / 2, w, h);
  return context.getImageData(0, 0, width, height).data;
}
