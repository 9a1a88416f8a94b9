import { printDimension } from '../vocabulary/dimension.ts';
import type { Fact, Shape } from '../vocabulary/operator.ts';
import type { Refusal, Stop } from './compile.ts';

/** Why a model cannot be run, in a sentence that names the layer. */
export function describeRefusal(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'input-size': {
      const name = refusal.path.join('/');
      const wanted =
        refusal.expected.length === 0 ? 'a size that the model does not name' : printShape(refusal.expected);
      return refusal.given === null
        ? `The input '${name}' takes ${wanted}: give it sizes to run the model.`
        : `The input '${name}' takes ${wanted} and was given ${refusal.given.join('×')}.`;
    }
    case 'input-count':
      return `The model has ${refusal.expected} inputs and was given sizes for ${refusal.given}.`;
    case 'budget':
      return `Up to '${refusal.path.join('/')}' the model needs ${bytes(refusal.bytes)}, more than the ${bytes(refusal.limit)} that a run may take.`;
    case 'nothing':
      return `Nothing can be computed: ${refusal.stops.map(describeStop).join(' ')}`;
    default:
      return refusal satisfies never;
  }
}

/** Why a layer, and what follows it, is not computed. */
export function describeStop({ path, reason }: Stop): string {
  const name = `'${path.join('/')}'`;
  switch (reason.kind) {
    case 'unknown-layer':
      return `${name} is a ${reason.className}, which is not known${reason.why === null ? '' : ` (${reason.why})`}.`;
    case 'no-kernel':
      return `There is no kernel for ${name} (${reason.operator}).`;
    case 'unknown-attribute':
      return `The argument '${reason.attribute}' of ${name} is not known.`;
    case 'unknown-size':
      return `The sizes of ${name} are not known (${printShape(reason.shape)}).`;
    case 'masked':
      return `${name} skips masked steps of its input, and masks are not computed.`;
    case 'invalid':
      return `${name} cannot be applied here: ${reason.facts.map(factName).join(', ')}.`;
    default:
      return reason satisfies never;
  }
}

function factName({ kind }: Fact): string {
  return kind.replaceAll('-', ' ');
}

function printShape(shape: Shape): string {
  return shape.map(printDimension).join('×');
}

function bytes(count: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const power = Math.min(Math.floor(Math.log2(Math.max(count, 1)) / 10), units.length - 1);
  return `${Number((count / 1024 ** power).toPrecision(3))} ${units[power]}`;
}
