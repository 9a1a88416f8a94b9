import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files of a repository that matter for its models. */
export interface Builders {
  /** Those that build layers. */
  readonly builders: readonly string[];
  /** Those, and files that import them: they may call them. */
  readonly entries: readonly string[];
}

export function findBuilders(root: string): Builders {
  const texts = new Map(scripts(root).map((path) => [path, textOf(join(root, path))]));
  const builders = [...texts].filter(([, text]) => buildsLayers.test(text)).map(([path]) => path);
  const stems = new Set(builders.map((path) => /([^/]+?)(\/index)?\.\w+$/.exec(path)?.[1] ?? path));
  if (stems.size === 0) return { builders, entries: [] };
  const names = [...stems].map((stem) => stem.replaceAll(/\W/g, '\\$&')).join('|');
  const mention = new RegExp(`(from|import|require)\\W[^\\n]*/(${names})(\\.\\w+|/index)?['"]`);
  const callers = [...texts].filter(([path, text]) => !builders.includes(path) && mention.test(text));
  return { builders, entries: [...builders, ...callers.slice(0, mostCallers).map(([path]) => path)] };
}

const mostCallers = 25;

const buildsLayers =
  /layers\s*\.\s*(conv|dense|lstm|gru|simpleRNN|flatten|maxPool|batchNorm|dropout|embedding|separable|depthwise|input)|\b(dense|conv2d)\(\{|extends tf.layers.Layer|\b(loadLayersModel|getLayer)\(/;

/** Libraries that were copied into a repository are no programs of it. */
const isForeign = /\.d\.ts$|\.min\.|(^|\/)(node_modules|dist|vendor|libs?)\/.*(tf|tensorflow|p5|ml5|bundle)/;

const largest = 300_000;

function scripts(root: string): string[] {
  const all = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return all.filter((path) => /\.([cm]?[jt]sx?|vue|svelte)$/.test(path) && !isForeign.test(path)).sort();
}

function textOf(path: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    return text.length < largest ? text : '';
  } catch {
    // A folder with a name like a file's.
    return '';
  }
}
