import * as l10n from '@vscode/l10n';
import biplane from './biplane.jpg';
import boats from './boats.jpg';
import digit from './digit.png';
import flower from './flower.jpg';
import mountains from './mountains.jpg';

/** Images that are always at hand. Where they come from: README.md beside them. */
export interface Sample {
  readonly name: string;
  readonly title: string;
  /** Null where it is computed for the size that is asked for. */
  readonly file: { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string } | null;
}

const photograph = (name: string, title: string, bytes: Uint8Array<ArrayBuffer>): Sample => ({
  name,
  title,
  file: { bytes, type: 'image/jpeg' },
});

export const samples: readonly Sample[] = [
  photograph('biplane', l10n.t('Biplane'), biplane),
  photograph('flower', l10n.t('Flower'), flower),
  photograph('boats', l10n.t('Boats'), boats),
  photograph('mountains', l10n.t('Mountains'), mountains),
  { name: 'digit', title: l10n.t('Handwritten 4'), file: { bytes: digit, type: 'image/png' } },
  { name: 'zone-plate', title: l10n.t('Zone plate'), file: null },
];

/**
 * Every spatial frequency up to Nyquist at the border, in every direction: cos(π·r²/(2·R)) with R the half side. What a
 * layer keeps of it is its frequency response.
 */
export function zonePlate(width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(width * height * 4);
  const radius = Math.max(width, height) / 2;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const squared = (x + 0.5 - width / 2) ** 2 + (y + 0.5 - height / 2) ** 2;
      const bright = 127.5 + 127.5 * Math.cos((Math.PI * squared) / (2 * radius));
      rgba.set([bright, bright, bright, 255], (y * width + x) * 4);
    }
  }
  return rgba;
}
