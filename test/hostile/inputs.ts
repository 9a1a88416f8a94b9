import { hostileJson } from './json.ts';
import { hostilePrograms } from './programs.ts';

/** A file that wants more time or memory than any file deserves. Some are long, so their text is made when it is wanted. */
export interface HostileInput {
  readonly name: string;
  readonly uri: string;
  readonly text: () => string;
}

/** Every hostile file, whatever it is written in. */
export const hostileInputs: readonly HostileInput[] = [
  ...Object.entries(hostilePrograms).map(([name, text]) => ({
    name,
    uri: 'file:///project/hostile.ts',
    text: () => text,
  })),
  {
    name: 'very many scripts in a page',
    uri: 'file:///project/hostile.html',
    text: () =>
      Array.from(
        { length: 3000 },
        (_, at) =>
          `<script>const m${at} = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });</script>`,
      ).join('\n'),
  },
  ...Object.entries(hostileJson).map(([name, text]) => ({ name, uri: 'file:///project/hostile.json', text })),
];
