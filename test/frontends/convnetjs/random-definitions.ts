import { seededRandom } from '../../../core/engine/random.ts';

/** Definitions of a random net that ConvNetJS takes: volumes never shrink to nothing. */
export function randomDefinitions(seed: number): object[] {
  const random = seededRandom(seed);
  const integer = (least: number, most: number) => least + Math.floor(random.uniform() * (most - least + 1));
  const one = <T>(...items: readonly T[]): T => items[integer(0, items.length - 1)]!;
  const maybe = (part: object): object => (random.uniform() < 0.5 ? part : {});

  let smallest = integer(8, 20);
  const definitions: object[] = [
    { type: 'input', out_sx: smallest + integer(0, 4), out_sy: smallest, out_depth: integer(1, 4) },
  ];
  const behind = () => ({
    ...maybe(one({ activation: 'relu' }, { activation: 'tanh' }, { activation: 'maxout', group_size: 2 })),
    ...maybe({ drop_prob: 0.25 }),
  });
  for (let count = integer(0, 5); count > 0 && smallest > 4; count--) {
    const [sx, stride, pad] = [integer(1, 4), integer(1, 3), integer(0, 2)];
    const conv = { type: 'conv', sx, filters: 2 * integer(1, 4), ...maybe({ stride }), ...maybe({ pad }), ...behind() };
    const pool = { type: 'pool', sx, ...maybe({ sy: integer(1, 4) }), stride, ...maybe({ pad }) };
    const flat = one(
      { type: 'relu' },
      { type: 'dropout', drop_prob: 0.5 },
      { type: 'lrn', k: 1, n: 5, alpha: 0.1, beta: 1 },
    );
    definitions.push(one<object>(conv, conv, pool, flat));
    // The smallest that any of the three can leave.
    smallest = Math.floor((smallest - 4) / 3) + 1;
  }
  for (let count = integer(0, 2); count > 0; count--) {
    definitions.push({ type: 'fc', num_neurons: 2 * integer(1, 9), ...behind() });
  }
  const classes = integer(2, 6);
  definitions.push(
    one<object>(
      { type: 'softmax', num_classes: classes },
      { type: 'svm', num_classes: classes },
      { type: 'regression', num_neurons: classes },
    ),
  );
  return definitions;
}
