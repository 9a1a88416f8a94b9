import type { Project } from './frontend-programs.ts';

/** A keystroke: the file that it changes, and the file's text afterwards. */
export interface Keystroke {
  readonly uri: string;
  readonly text: string;
}

/**
 * A person who goes through a project and types a digit here and there: into the first layers, the middle, the last ones,
 * helpers and imported files; now and then half a line.
 */
export function* typing(project: Project, count: number): Generator<Keystroke> {
  const texts = new Map(project);
  const uris = [...texts.keys()];
  for (let round = 0; round < count; round += 1) {
    const uri = round % 5 === 4 ? uris.at(-1)! : uris[0]!;
    const text = edit(texts.get(uri)!, round);
    texts.set(uri, text);
    yield { uri, text };
  }
}

/** Fractions of a file, near its ends and in between. */
const places = [0.002, 0.3, 0.5, 0.8, 0.97];

/** A line that is being typed; the next keystroke in its file takes it back. */
const half = '\n  x = tf.layers.conv2d({ strides: ';

function edit(text: string, round: number): string {
  if (text.includes(half)) return text.replace(half, '');
  const from = Math.floor(places[(round + Math.floor(round / 5)) % places.length]! * text.length);
  if (round % 7 === 3) {
    const line = text.indexOf('\n', from);
    return text.slice(0, line) + half + text.slice(line);
  }
  const number = /(?<=(?:filters|kernelSize|poolSize|units|shape): \[?)\d+/g;
  number.lastIndex = from;
  // Behind the last one the first is next.
  const found = number.exec(text) ?? number.exec(text);
  if (!found) throw new Error('nothing to type over');
  const changed = String((Number(found[0]) % 7) + 1);
  return text.slice(0, found.index) + changed + text.slice(found.index + found[0].length);
}
