import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';

/** The real ConvNetJS, as far as tests ask it. */
export interface ConvNetJs {
  readonly Net: new () => ConvNet;
  readonly Vol: new (width: number, height: number, depth: number, fill: number) => Volume;
}

interface Volume {
  readonly w: Float64Array;
}

export interface ConvNet {
  readonly layers: readonly ConvNetLayer[];
  makeLayers(definitions: readonly object[]): void;
  forward(input: Volume): Volume;
}

export interface ConvNetLayer {
  readonly layer_type: string;
  readonly out_sx: number;
  readonly out_sy: number;
  readonly out_depth: number;
  readonly filters?: readonly Volume[];
  readonly biases?: Volume;
  readonly out_act?: Volume;
  getParamsAndGrads(): readonly { readonly params: ArrayLike<number> }[];
}

export const convnetjs: ConvNetJs = createRequire(import.meta.url)('convnetjs');

/** Runs a program with the real library, as its global, and lists the nets that it makes. */
export function runWithConvNetJs(text: string): readonly ConvNet[] {
  const nets: ConvNet[] = [];
  class Net extends convnetjs.Net {
    override makeLayers(definitions: readonly object[]): void {
      super.makeLayers(definitions);
      nets.push(this);
    }
  }
  const program: unknown = runInThisContext(`(function (convnetjs) {${text}\n})`);
  if (typeof program !== 'function') throw new Error('this is no program');
  program({ ...convnetjs, Net });
  return nets;
}
