import { describe, expect, it } from 'vitest';
import type { Graph } from '../../../../core/graph/node.ts';
import { readText, rowsOf } from '../our-models.ts';
import { type LayerRow, realModels } from '../real-models.ts';

const head = "import * as tf from '@tensorflow/tfjs';\n";
const net = (tf: string, units: string) =>
  `${tf}.sequential({ layers: [${tf}.layers.dense({ units: ${units}, inputShape: [2] })] })`;

/** What nothing in the file calls, and a call that another file may write. */
const programs: Readonly<Record<string, readonly [program: string, call: string]>> = {
  'the library is a parameter': [`function build(tf, units = 3) { return ${net('tf', 'units')}; }`, 'build(tf)'],
  'the library is a member of a parameter': [
    `function build({ tf }) { return ${net('tf', '3')}; } function other(deps) { return ${net('deps.tf', '4')}; }`,
    'build({ tf }), other({ tf })',
  ],
  'a constructor keeps the library': [
    `class Net { constructor(tf) { this.tf = tf; } build() { return ${net('this.tf', '3')}; } }`,
    'new Net(tf).build()',
  ],
  'a method is given the library': [
    `class Net { init(tf) { this.tf = tf; } build() { return ${net('this.tf', '3')}; } }`,
    'const net = new Net(); net.init(tf); net.build()',
  ],
  'a field that is empty at first holds the library': [
    `class Net { tf = null; init(tf) { this.tf = tf; } build() { return ${net('this.tf', '3')}; } }`,
    'const net = new Net(); net.init(tf); net.build()',
  ],
  'a variable is given the library': [
    `let tf; function use(library) { tf = library; } function build() { return ${net('tf', '3')}; }`,
    "use(require('@tensorflow/tfjs')); build()",
  ],
  'a method writes into a field': [
    `class Net { constructor(size = 3) { this.size = size; this.notes = {}; } mark() { this.notes.done = true; }
     build() { return ${net('tf', 'this.size')}; } }`,
    'new Net().build()',
  ],
  'a method writes into a field of a field': [
    `class Net { constructor() { this.sizes = { units: 3, notes: {} }; } mark() { this.sizes.notes['done'] = true; }
     build() { return ${net('tf', 'this.sizes.units')}; } }`,
    'new Net().build()',
  ],
  'a method compiles a model in a field': [
    `class Net { size = 3; model = ${net('tf', '2')}; stop() { this.model.stopTraining = true; }
     build() { return ${net('tf', 'this.size')}; } }`,
    'new Net().build()',
  ],
};

describe('functions that nothing calls are tried with what a caller would give', () => {
  it.each(Object.entries(programs))('%s', async (_, [program, call]) => {
    const text = program.startsWith('let tf') ? program : head + program;
    const real = await realModels('tried.js', `${text}\n${call};`);
    expect(real.length).toBeGreaterThan(0);
    expect(readText(text).models.map(unnamed)).toEqual(real.map(withoutNames));
  });

  it('by the type of a parameter, which may say that it is the library', async () => {
    const program = (type: string, given: string) => `function build(t${type}) { return ${net('t', '3')}; }${given}`;
    const real = await realModels('typed.ts', `${head}${program(': typeof tf', 'build(tf);')}`);
    expect(real).toHaveLength(1);
    expect(readText(head + program(': typeof tf', '')).models.map(rowsOf)).toEqual(real);
    const types = "import type * as T from '@tensorflow/tfjs';\n";
    expect(readText(types + program(': typeof T', '')).models.map(rowsOf)).toEqual(real);
    expect(readText(program(": typeof import('@tensorflow/tfjs')", '')).models.map(rowsOf)).toEqual(real);
  });

  it('methods of an abstract class on each class that extends it', async () => {
    const program = `${head}abstract class Net {
        build() { return ${net('tf', 'this.units()')}; }
        units(): number { throw new Error('not here'); }
      }
      class Small extends Net { units() { return 3; } }
      class Large extends Net { units() { return 4; } }`;
    const real = await realModels('abstract.ts', `${program}\nnew Small().build(); new Large().build();`);
    expect(readText(program).models.map(unnamed)).toEqual(real.map(withoutNames));
  });

  it('and nothing is known of what a method changes', () => {
    const changed = (statement: string) =>
      rowsOf(
        readText(`${head}class Net { constructor() { this.sizes = { units: 3, more: [4] }; } change(x) { ${statement} }
          build() { return ${net('tf', 'this.sizes.units')}; } }`).models[0]!,
      )[0]?.[3];
    expect(changed('this.sizes.more[0] = x;')).toBe(9);
    expect(changed('this.sizes.units = x;')).toBeNull();
    expect(changed('this.sizes[x] = x;')).toBeNull();
    expect(changed('this[x].units = x;')).toBeNull();
    expect(changed('this.sizes = x;')).toBeNull();
  });
});

/** Each function is tried as if it were called first, so that generated names begin anew. */
function withoutNames(rows: readonly LayerRow[]): readonly unknown[] {
  return rows.map(([, ...row]) => row);
}

function unnamed(graph: Graph): readonly unknown[] {
  return withoutNames(rowsOf(graph));
}
