import { printDimension } from '../vocabulary/dimension.ts';
import type { Fact, Shape } from '../vocabulary/operator.ts';
import { printTold, type Told, type ToldWords, told } from '../vocabulary/told.ts';
import type { Refusal, Stop } from './compile.ts';

/** Why a model cannot be run, in a sentence that names the layer; in English. */
export function describeRefusal(refusal: Refusal): string {
  return printTold(tellRefusal(refusal));
}

/** Why a layer, and what follows it, is not computed; in English. */
export function describeStop(stop: Stop): string {
  return printTold(tellStop(stop));
}

/** Why a model cannot be run, for an editor to say in its language. */
export function tellRefusal(refusal: Refusal): Told {
  switch (refusal.kind) {
    case 'input-size': {
      const name = refusal.path.join('/');
      const wanted =
        refusal.expected.length === 0
          ? told('a size that the model does not name')
          : told('{0}', printShape(refusal.expected));
      return refusal.given === null
        ? told("The input '{0}' takes {1}: give it sizes to run the model.", name, wanted)
        : told("The input '{0}' takes {1} and was given {2}.", name, wanted, refusal.given.join('×'));
    }
    case 'input-count':
      return told('The model has {0} inputs and was given sizes for {1}.', refusal.expected, refusal.given);
    case 'budget':
      return told(
        "Up to '{0}' the model needs {1}, more than the {2} that a run may take.",
        refusal.path.join('/'),
        bytes(refusal.bytes),
        bytes(refusal.limit),
      );
    case 'nothing':
      return told('Nothing can be computed: {0}', listed(refusal.stops.map(tellStop), '{0} {1}'));
    default:
      return refusal satisfies never;
  }
}

/** Why a layer, and what follows it, is not computed, for an editor to say in its language. */
export function tellStop({ path, reason }: Stop): Told {
  const name = path.join('/');
  switch (reason.kind) {
    case 'unknown-layer':
      return reason.why === null
        ? told("'{0}' is a {1}, which is not known.", name, reason.className)
        : told("'{0}' is a {1}, which is not known ({2}).", name, reason.className, reason.why);
    case 'no-kernel':
      return told("There is no kernel for '{0}' ({1}).", name, reason.operator);
    case 'unknown-attribute':
      return told("The argument '{0}' of '{1}' is not known.", reason.attribute, name);
    case 'unknown-size':
      return told("The sizes of '{0}' are not known ({1}).", name, printShape(reason.shape));
    case 'masked':
      return told("'{0}' skips masked steps of its input, and masks are not computed.", name);
    case 'invalid': {
      const facts = reason.facts.map(({ kind }) => told(factWords[kind]));
      return told("'{0}' cannot be applied here: {1}.", name, listed(facts, '{0}, {1}'));
    }
    default:
      return reason satisfies never;
  }
}

/** What is wrong with a layer, in a word or two. */
const factWords: Readonly<Record<Fact['kind'], ToldWords>> = {
  'invalid-argument': 'invalid argument',
  'missing-argument': 'missing argument',
  'missing-config': 'missing config',
  'ignored-argument': 'ignored argument',
  'groups-divide-channels': 'groups divide channels',
  'empty-output': 'empty output',
  'stride-with-dilation': 'stride with dilation',
  'shape-mismatch': 'shape mismatch',
  'rank-mismatch': 'rank mismatch',
  'input-count': 'input count',
  'reshape-size': 'reshape size',
  'unsupported-layer': 'unsupported layer',
  'unknown-factory': 'unknown factory',
};

function listed(texts: readonly Told[], words: '{0} {1}' | '{0}, {1}'): Told {
  return texts.length === 0 ? told('{0}', '') : texts.reduce((before, text) => told(words, before, text));
}

function printShape(shape: Shape): string {
  return shape.map(printDimension).join('×');
}

function bytes(count: number): Told {
  const power = Math.min(Math.floor(Math.log2(Math.max(count, 1)) / 10), units.length);
  const figure = Number((count / 1024 ** power).toPrecision(3));
  return power === 0 ? told('{0} bytes', figure) : told('{0}', `${figure} ${units[power - 1]}`);
}

/** Of 1024 bytes, and of 1024 of the one before. */
const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
