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
  ...Object.entries(hostileJson).map(([name, text]) => ({ name, uri: 'file:///project/hostile.json', text })),
];
