import type { LayerRow } from './layer-table.ts';

/**
 * The words that TensorFlow.js 4.22 takes where a config names an initialiser, a regulariser, a constraint or a padding.
 * Its constructors throw on every other one. A test hands each to the installed version.
 */
export function acceptedWords({ operator, keys }: LayerRow): Readonly<Record<string, readonly string[]>> {
  const slides = keys.includes('strides');
  const paddings = operator === 'conv1d' ? ['valid', 'same', 'causal'] : ['valid', 'same'];
  return Object.fromEntries(
    keys.flatMap((key) => {
      const kind = /(Initializer|Regularizer|Constraint)$/.exec(key)?.[1];
      if (kind === 'Initializer') return [[key, initialisers]];
      if (kind === 'Regularizer') return [[key, regularisers]];
      if (kind === 'Constraint') return [[key, constraints]];
      return key === 'padding' && slides ? [[key, paddings]] : [];
    }),
  );
}

/** The same word in another library's spelling, where the letters alone do not tell. */
export const wordsElsewhere: Readonly<Record<string, string>> = {
  l1: 'l1l2',
  l2: 'l1l2',
  normal: 'randomNormal',
  uniform: 'randomUniform',
  xavier: 'glorotUniform',
  kaiming: 'heNormal',
  samelower: 'same',
  sameupper: 'same',
};

/** Each also by the name of its class. `constant` is none of them: as a word it comes without its value. */
const initialisers = withClasses(
  ...['glorotNormal', 'glorotUniform', 'heNormal', 'heUniform', 'identity', 'leCunNormal', 'leCunUniform', 'ones'],
  ...['orthogonal', 'randomNormal', 'randomUniform', 'truncatedNormal', 'varianceScaling', 'zeros'],
);

const regularisers = withClasses('l1l2').with(1, 'L1L2');

const constraints = withClasses('maxNorm', 'minMaxNorm', 'nonNeg', 'unitNorm');

function withClasses(...words: readonly string[]): readonly string[] {
  return [...words, ...words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)];
}
