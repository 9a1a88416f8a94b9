import type { Layout } from '../layout.ts';
import type { PackedWeights } from '../shader.ts';
import type { Window } from './window.ts';

/** Everything that a convolution kernel is made from, whatever layer it stands for. */
export interface Convolution {
  readonly label: string;
  readonly input: { readonly buffer: number; readonly layout: Layout };
  readonly output: { readonly buffer: number; readonly layout: Layout };
  readonly window: Window;
  readonly groups: number;
  /** Names the values: two convolutions with the same name, taps and packing share their packed weights. */
  readonly weightsKey: string;
  weight: WeightReader;
  /** `fn activate(v: vec4f) -> vec4f` */
  readonly activation: string;
}

/** Reads the layer's own weights as a convolution sees them. */
export type WeightReader = (weights: Parameters<PackedWeights['pack']>[0]) => {
  /** The weight of tap (row, column) from input channel i of the output channel's group to output channel o. */
  at(row: number, column: number, i: number, o: number): number;
  bias(o: number): number;
};
