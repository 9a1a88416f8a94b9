import { createRequire } from 'node:module';
import type { WeightsManifest } from '../../core/graph/node.ts';

/**
 * The MobileNetV2 that the npm package nsfwjs carries in its bundle: a network trained elsewhere, with the
 * weights that its users run. The files are scripts that hold the topology as an object and the shard as base64.
 */
export interface BundledModel {
  /** A `model.json` as TF.js reads it. */
  readonly json: { readonly modelTopology: object; readonly weightsManifest: WeightsManifest['groups'] };
  readonly shards: ReadonlyMap<string, Uint8Array>;
}

export function bundledMobileNet(): BundledModel {
  const require = createRequire(createRequire(import.meta.url).resolve('nsfwjs'));
  const json: BundledModel['json'] = require('./models/mobilenet_v2/model.min.js');
  const encoded: unknown = require('./models/mobilenet_v2/group1-shard1of1.min.js');
  const [shard] = json.weightsManifest.flatMap(({ paths }) => paths);
  return { json, shards: new Map([[shard, bytesOf(encoded)]]) };
}

function bytesOf(encoded: unknown): Uint8Array {
  if (typeof encoded !== 'string') throw new Error('the bundled shard is no base64 text');
  return Uint8Array.from(Buffer.from(encoded, 'base64'));
}
