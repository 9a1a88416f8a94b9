import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProgramWeights, WeightsByStep } from '../../../core/engine/backend.ts';
import type { Program } from '../../../core/engine/program.ts';
import type { ReadShard } from '../../../core/engine/stored-weights.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import { describeWeightsProblem, programWeights } from '../../../core/engine/weights.ts';
import type { Graph } from '../../../core/graph/node.ts';
import { Failure } from '../../assist/failure.ts';
import { isWithin } from '../files/paths.ts';
import { linkRoot } from '../files/project-root.ts';
import { readBytes } from '../files/read-file.ts';
import type { WeightsChoice } from './weights-choice.ts';

/**
 * The weights that were asked for, and what to say of them.
 *
 * @param inputs what filters are learned from, where they are to be learned
 * @throws Failure when they can't be had
 */
export async function loadWeights(
  program: Program,
  { weights: manifest, name }: Graph,
  { weights: asked, seed }: { readonly weights?: WeightsChoice; readonly seed: number },
  inputs: readonly Tensor[],
): Promise<{ weights: ProgramWeights | WeightsByStep; note: string }> {
  const choice = asked ?? (manifest ? 'model' : 'random');
  if (choice !== 'model') {
    const result = await programWeights(program, { kind: choice, seed, inputs });
    const note = choice === 'kmeans' ? 'filters learned from the input' : `${choice} weights`;
    if (result.ok) return { weights: result.weights, note: `${note}, seed ${seed}` };
    throw new Failure(result.problems.map(describeWeightsProblem).join(' '));
  }
  if (!manifest) throw new Failure(`${name} has no weights of its own: --weights random, designed or kmeans`);
  const result = await programWeights(program, { kind: 'model', manifest, readShard: shardReader() });
  if (result.ok) return { weights: result.weights, note: "the model's own weights" };
  const [first, ...others] = result.problems.filter(({ kind }) => kind !== 'unused');
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  throw new Failure(`${name}: ${first ? describeWeightsProblem(first) : 'the weights cannot be read'}${more}`);
}

/** Reads shards beside a model, of a bounded size together. Neither a path nor a link that leads away is followed. */
function shardReader(): ReadShard {
  let left = mostBytes;
  return async (base, shard) => {
    const folder = path.dirname(fileURLToPath(base));
    const file = path.resolve(folder, shard);
    if (!isWithin(file, folder)) throw outside(shard);
    if (shard.includes('\0') || !existsSync(file)) return null;
    if (!isWithin(realpathSync(file), realpathSync(linkRoot(folder)))) throw outside(shard);
    const bytes = readBytes(file, left);
    left -= bytes.length;
    return bytes;
  };
}

/** More than a run may take. */
const mostBytes = 2 ** 31;

function outside(shard: string): Failure {
  return new Failure(`the weights file '${shard}' lies outside of the model's folder`);
}
