import * as l10n from '@vscode/l10n';
import type { GraphFact, StoredWeight, WeightsGroup, WeightsManifest } from '../../../core/graph/node.ts';
import { items, type JsonNode, member, numberOf, textOf } from '../json/json-tree.ts';
import { placeOf, type Reading } from '../json/reading.ts';

/** The manifest of weight files beside a model, and what in it could not be read. */
export function readManifest(
  node: JsonNode | undefined,
  reading: Reading,
): { manifest: WeightsManifest | null; facts: readonly GraphFact[] } {
  if (node?.type !== 'array') return { manifest: null, facts: [] };
  const facts: GraphFact[] = [];
  const complain = (at: JsonNode, detail: string): void => {
    facts.push({ kind: 'weights-mismatch', detail, place: placeOf(reading, at) });
  };
  const groups = items(node).map((group): WeightsGroup => {
    const paths = items(member(group, 'paths')).flatMap((path) => textOf(path) ?? []);
    if (paths.length === 0) complain(group, l10n.t('This group of weights names no file.'));
    const weights = items(member(group, 'weights')).flatMap((weight) => {
      const read = readWeight(weight);
      if (read === null) complain(weight, l10n.t('A weight needs a name, a shape of whole numbers and a dtype.'));
      return read ?? [];
    });
    return { paths, weights };
  });
  return { manifest: { base: reading.file, groups }, facts };
}

function readWeight(node: JsonNode): StoredWeight | null {
  const name = textOf(member(node, 'name'));
  const dtype = textOf(member(node, 'dtype'));
  const shapeNode = member(node, 'shape');
  const shape = items(shapeNode).map((size) => numberOf(size) ?? Number.NaN);
  const isShape = shapeNode?.type === 'array' && shape.every((size) => Number.isInteger(size) && size >= 0);
  if (name === null || dtype === null || !isShape) return null;
  const quantization = readQuantization(member(node, 'quantization'));
  return { name, shape, dtype, ...(quantization ? { quantization } : {}) };
}

function readQuantization(node: JsonNode | undefined): StoredWeight['quantization'] | null {
  const dtype = textOf(member(node, 'dtype'));
  if (dtype === null) return null;
  const scale = numberOf(member(node, 'scale'));
  const min = numberOf(member(node, 'min'));
  const original = textOf(member(node, 'original_dtype'));
  return {
    dtype,
    ...(scale === null ? {} : { scale }),
    ...(min === null ? {} : { min }),
    ...(original === null ? {} : { original_dtype: original }),
  };
}
