import { type Dimension, isKnown } from '../../core/vocabulary/dimension.ts';
import type { FilmRow } from './film.ts';

/**
 * Puts a frame before layers that follow each other and whose names say that they belong together: `block_3_expand`,
 * `block_3_expand_bn`, `block_3_project`. It shows what the last of them puts out.
 */
export function withBlocks(rows: readonly FilmRow[]): readonly FilmRow[] {
  const result: FilmRow[] = [];
  const times = new Map<string, number>();
  for (let at = 0; at < rows.length; ) {
    const run = runAt(rows, at);
    const [first] = run;
    const name = first ? blockName(first.layer.label) : null;
    if (run.length < 2 || !first || name === null) {
      result.push(...rows.slice(at, at + 1));
      at++;
      continue;
    }
    const path = [...first.path.slice(0, -1), name].join('/');
    const time = times.get(path) ?? 0;
    times.set(path, time + 1);
    const block = blockRow(run, name, `block ${path}${time === 0 ? '' : `#${time}`}`);
    result.push(block, ...run.map((row) => ({ ...row, parents: [...row.parents, block.key] })));
    at += run.length;
  }
  return result;
}

/** The layers from a place on that are of one block; a name alone makes none. */
function runAt(rows: readonly FilmRow[], from: number): readonly FilmRow[] {
  const first = rows[from];
  const name = first && isPlain(first) ? blockName(first.layer.label) : null;
  if (!first || name === null) return [];
  const parents = first.parents.join();
  const belongs = (row: FilmRow) =>
    isPlain(row) && row.parents.join() === parents && blockName(row.layer.label) === name;
  const end = rows.findIndex((row, at) => at > from && !belongs(row));
  const run = rows.slice(from, end < 0 ? rows.length : end);
  return run.some(({ layer }) => layer.label !== name) ? run : [];
}

function isPlain({ foldable, isInput }: FilmRow): boolean {
  return !foldable && !isInput;
}

/**
 * The part of a name that counts a block: up to the last token with a number, where more of a name follows. Names that
 * were given by counting layers, as `conv2d_Conv2D1` and `conv2d_1`, say nothing of blocks.
 */
export function blockName(label: string): string | null {
  if (/_[A-Z][A-Za-z0-9]*\d+$/.test(label)) return null;
  const tokens = label.split(/(?<=[_/.-])/);
  let end = 0;
  tokens.forEach((token, at) => {
    const plain = token.replace(/[_/.-]$/, '');
    const isNumber = /^\d+$/.test(plain);
    const follows = /\d/.test(tokens[at - 1] ?? '');
    const isWord = /[a-z]/i.test(plain) && /\d/.test(plain);
    // The last token names the layer in the block: `conv1_relu6`, `block1_conv2`.
    const isOwn = at === tokens.length - 1 && end > 0;
    if (!isOwn && (isWord || (isNumber && at > 0 && !follows))) end = at + 1;
  });
  if (end === 0) return null;
  const rest = tokens.slice(end).join('');
  if (rest !== '' && !/[a-z]/i.test(rest)) return null;
  return tokens
    .slice(0, end)
    .join('')
    .replace(/[_/.-]$/, '');
}

function blockRow(run: readonly FilmRow[], name: string, key: string): FilmRow {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) throw new RangeError('a block has layers');
  const { node } = last;
  const sum = (of: (row: FilmRow) => Dimension) =>
    run.reduce<Dimension>((total, row) => (isKnown(total) && isKnown(of(row)) ? total + Number(of(row)) : null), 0);
  return {
    ...last,
    key,
    path: [...first.path.slice(0, -1), key],
    layerIndex: first.layerIndex,
    layer: { ...last.layer, label: name, source: first.layer.source },
    node: { ...node, inputs: first.node.inputs, cost: { ...node.cost, macs: sum((row) => row.node.cost.macs) } },
    params: sum(({ params }) => params),
    foldable: true,
    outputKey: last.outputKey,
    inputKeys: first.inputKeys,
    reduction: run.reduce<number | null>((most, { reduction }) => reduction ?? most, null),
    problem: run.find(({ problem }) => problem !== null)?.problem ?? null,
    unknown: run.find(({ unknown }) => unknown !== null)?.unknown ?? null,
    block: {
      layers: run.map((row) => row.key),
      operators: [...new Set(run.map(({ layer }) => layer.operator))],
    },
  };
}
