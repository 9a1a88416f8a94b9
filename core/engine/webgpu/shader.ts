import type { Tensor } from '../tensor.ts';

/** A compute shader as text, with what its bind group holds: sizes (uniform), inputs (read only), one output. */
export interface Shader {
  readonly label: string;
  readonly code: string;
  readonly inputs: number;
  /** Names of the i32 members of the uniform, in order; those of the grid follow. */
  readonly sizes: readonly string[];
}

export interface ShaderSource {
  readonly label: string;
  /** Threads of a workgroup, at most 256: more is not guaranteed anywhere. */
  readonly threads: number;
  /** By name; each is an array of vec4 unless said. */
  readonly inputs: readonly string[];
  readonly scalarInputs?: readonly string[];
  readonly scalarOutput?: boolean;
  readonly sizes: readonly string[];
  /** Declarations before the entry point. */
  readonly declarations?: string;
  /**
   * The entry point's statements; they see `group`, its place in the grid of workgroups, `groups`, the grid's columns and
   * rows, `thread`, `s` and the buffers, the output as `y`.
   */
  readonly body: string;
}

/** One input of a dispatch. */
export type Binding = { readonly kind: 'buffer'; readonly buffer: number } | PackedWeights;

export function bind({ buffer }: { readonly buffer: number }): Binding {
  return { kind: 'buffer', buffer };
}

/** Weights in the order in which a kernel reads them. The key names the packing, so that equal packings are shared. */
export interface PackedWeights {
  readonly kind: 'weights';
  readonly key: string;
  readonly floats: number;
  pack(weights: Readonly<Record<string, Tensor>>): Float32Array<ArrayBuffer>;
}

/** One launch of a shader, with every number that it needs. */
export interface Dispatch {
  readonly shader: Shader;
  readonly inputs: readonly Binding[];
  readonly output: number;
  readonly sizes: readonly number[];
  /** The grid of workgroups, of any size: it is launched as a line that is folded where a device's limit is. */
  readonly workgroups: Grid;
  /** Multiply-adds that the launch executes, padding included. */
  readonly macs: number;
}

export type Grid = readonly [columns: number, rows: number, layers: number];

/** Workgroups of a grid, counted row by row: a launch may do a part of its dispatch. */
export interface GroupRange {
  readonly first: number;
  readonly past: number;
}

/** What the uniform holds behind a shader's own sizes. */
const GRID_SIZES = ['gridColumns', 'gridRows', 'firstGroup', 'pastGroup'];

export function shader(source: ShaderSource): Shader {
  const element = (name: string) => (source.scalarInputs?.includes(name) ? 'f32' : 'vec4f');
  const inputs = source.inputs.map(
    (name, at) => `@group(0) @binding(${at + 1}) var<storage, read> ${name}: array<${element(name)}>;`,
  );
  const code = `struct Sizes { ${[...source.sizes, ...GRID_SIZES].map((name) => `${name}: i32`).join(', ')} }
@group(0) @binding(0) var<uniform> s: Sizes;
${inputs.join('\n')}
@group(0) @binding(${inputs.length + 1}) var<storage, read_write> y: array<${source.scalarOutput ? 'f32' : 'vec4f'}>;
${source.declarations ?? ''}
@compute @workgroup_size(${source.threads})
fn main(
  @builtin(workgroup_id) group_id: vec3u,
  @builtin(num_workgroups) group_count: vec3u,
  @builtin(local_invocation_index) local_index: u32,
) {
  let groupIndex = i32(group_id.y * group_count.x + group_id.x) + s.firstGroup;
  if (groupIndex >= s.pastGroup) { return; }
  let groups = vec2i(s.gridColumns, s.gridRows);
  let group = vec3i(groupIndex % groups.x, groupIndex / groups.x % groups.y, groupIndex / groups.x / groups.y);
  let thread = i32(local_index);
${indent(source.body)}
}
`;
  return { label: source.label, code, inputs: source.inputs.length, sizes: source.sizes };
}

/** Puts a dispatch together; the sizes are given by name and must be exactly the shader's. */
export function dispatch(
  shader: Shader,
  inputs: readonly Binding[],
  output: number,
  sizes: Readonly<Record<string, number>>,
  workgroups: Grid,
  macs = 0,
): Dispatch {
  const values = shader.sizes.map((name) => {
    const value = sizes[name];
    if (!Number.isInteger(value)) throw new Error(`${shader.label}: size ${name} is ${value}`);
    return value;
  });
  return { shader, inputs, output, sizes: values, workgroups, macs };
}

/** All workgroups of a dispatch. */
export function allGroups({ workgroups: [columns, rows, layers] }: Dispatch): GroupRange {
  return { first: 0, past: columns * rows * layers };
}

/** Multiply-adds of one launch: a small GPU does them in some milliseconds, and nothing interrupts a launch. */
const LAUNCH_MACS = 100e6;

/** A dispatch in launches that are short enough. */
export function launchesOf(dispatch: Dispatch): readonly GroupRange[] {
  const { past } = allGroups(dispatch);
  const parts = Math.min(past, Math.max(1, Math.ceil(dispatch.macs / LAUNCH_MACS)));
  return Array.from({ length: parts }, (_, part) => ({
    first: Math.floor((past * part) / parts),
    past: Math.floor((past * (part + 1)) / parts),
  }));
}

/** What the uniform of a launch holds. */
export function uniformOf({ sizes, workgroups: [columns, rows] }: Dispatch, { first, past }: GroupRange): number[] {
  return [...sizes, columns, rows, first, past];
}

/** Workgroups per dimension that every WebGPU device allows. */
const WORKGROUPS_PER_DIMENSION = 65535;

/** How many workgroups to launch along each dimension for so many in all; a few too many where they do not fold. */
export function folded({ first, past }: GroupRange): Grid {
  const rows = Math.ceil((past - first) / WORKGROUPS_PER_DIMENSION);
  return [Math.ceil((past - first) / rows), rows, 1];
}

/** The grid for a flat range of items. */
export function flat(items: number, threads: number): Grid {
  return [Math.max(1, Math.ceil(items / threads)), 1, 1];
}

/** The statement that turns a flat launch into an item number `i`. */
export const flatIndex = (threads: number, items: string) => `let i = group.x * ${threads} + thread;
if (i >= ${items}) { return; }`;

/**
 * `larger`, `smaller` and `bounded` keep NaN, which `max`, `min` and `clamp` may drop. NaN is told by its bits: compilers
 * may take `v != v` for false.
 */
export const COMPARISONS = `fn isNaN(v: vec4f) -> vec4<bool> {
  return (bitcast<vec4u>(v) & vec4u(0x7fffffffu)) > vec4u(0x7f800000u);
}
fn larger(a: vec4f, b: vec4f) -> vec4f { return select(a, b, (b > a) | isNaN(b)); }
fn smaller(a: vec4f, b: vec4f) -> vec4f { return select(a, b, (b < a) | isNaN(b)); }
fn bounded(v: vec4f, low: f32, high: f32) -> vec4f {
  return select(select(v, vec4f(low), v < vec4f(low)), vec4f(high), v > vec4f(high));
}`;

/** The bits of −∞, handed over in a uniform: WGSL has no text for it. */
export const LOWEST_BITS = -0x800000;

/** Zeroes the lanes past the last channel. `select` and not a product: 0 · NaN is NaN. */
export function maskLanes(value: string, block: string, blocks: string, lanes: number): string {
  if (lanes === 4) return '';
  const keep = [0, 1, 2, 3].map((lane) => `${lane < lanes}`).join(', ');
  return `if (${block} == ${blocks} - 1) { ${value} = select(vec4f(), ${value}, vec4<bool>(${keep})); }`;
}

export function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

/** Statements for each of 0…count−1. */
export function each(count: number, statement: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => statement(index)).join('\n');
}
