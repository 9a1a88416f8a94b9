import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files of a repository that build layers. */
export function findBuilders(root: string): readonly string[] {
  return scripts(root).filter((path) => buildsLayers.test(textOf(join(root, path))));
}

const buildsLayers =
  /layers\s*\.\s*(conv|dense|lstm|gru|simpleRNN|flatten|maxPool|batchNorm|dropout|embedding|separable|depthwise|input)|\b(dense|conv2d)\(\{|extends tf.layers.Layer|\b(loadLayersModel|getLayer)\(/;

/** Libraries that were copied into a repository are no programs of it. */
const isForeign = /\.d\.ts$|\.min\.|(^|\/)(node_modules|dist|vendor|libs?)\/.*(tf|tensorflow|p5|ml5|bundle)/;

const largest = 300_000;

function scripts(root: string): string[] {
  const all = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return all.filter((path) => /\.([cm]?[jt]sx?|vue|svelte|html?)$/.test(path) && !isForeign.test(path)).sort();
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
