import type { Shape } from '../../../../../core/vocabulary/operator.ts';
import type { DataValue } from '../../values/leaf-values.ts';
import { getMember } from '../../values/machine.ts';
import type { CallSite, Run, Value } from '../../values/values.ts';
import { isKind } from '../../values/values.ts';
import { countOf, differ, shapeOfList, shapeOfOperand, sizesOf } from './shapes.ts';
import { dataTensor, noteFault } from './tensors.ts';

type Maker = (args: readonly Value[], site: CallSite) => DataValue;

/** What makes tensors, by its name in the library; null for other members. */
export function tensorMaker(path: string): Maker | null {
  const rank = /^tensor(\d)d$/.exec(path)?.[1];
  if (rank !== undefined) return (args, site) => fromValues(path, Number(rank), args, site);
  return Object.hasOwn(makers, path) ? (makers[path] ?? null) : null;
}

/** By the argument that says its shape, and by the one that says what kind of numbers it holds. */
function ofShape(dtypeAt: number, fixed?: string): Maker {
  return (args, site) => dataTensor(sizesOf(args[0]), site, fixed ?? dtypeOf(args[dtypeAt]));
}

/** A default is `float32`. */
function dtypeOf(value: Value): string | null {
  if (value === undefined) return 'float32';
  return typeof value === 'string' ? value : null;
}

const makers: Readonly<Record<string, Maker>> = {
  tensor: (args, site) => fromValues('tensor', null, args, site),
  scalar: ([value, dtype], site) => dataTensor([], site, declaredType(dtype, value, site)),
  zeros: ofShape(1),
  ones: ofShape(1),
  fill: ([shape, value, dtype], site) => dataTensor(sizesOf(shape), site, declaredType(dtype, value, site)),
  randomNormal: ofShape(3),
  truncatedNormal: ofShape(3),
  randomUniform: ofShape(3),
  randomUniformInt: ofShape(3, 'int32'),
  randomGamma: (args, site) => dataTensor(sizesOf(args[0]), site),
  eye: ([rows, columns = rows], site) =>
    dataTensor([typeof rows === 'number' ? rows : null, typeof columns === 'number' ? columns : null], site),
  linspace: ([, , count], site) => dataTensor([typeof count === 'number' ? count : null], site, 'float32'),
  range: ([start, stop, by = 1], site) => dataTensor([stepsOf(start, stop, by)], site, null),
  'browser.fromPixels': pixels,
};

function stepsOf(start: Value, stop: Value, by: Value): number | null {
  if (typeof start !== 'number' || typeof stop !== 'number' || typeof by !== 'number' || by === 0) return null;
  return Math.max(0, Math.ceil((stop - start) / by));
}

/** Height, width and channels of a picture; of an element of a page the first two are known when it runs. */
function pixels([picture, channels = 3]: readonly Value[], site: CallSite): DataValue {
  const sizeOf = (name: string) => {
    const size = isKind(picture, 'object') ? getMember(picture, name, site) : null;
    return typeof size === 'number' ? size : null;
  };
  return dataTensor([sizeOf('height'), sizeOf('width'), typeof channels === 'number' ? channels : null], site, 'int32');
}

/** `tensor(values, shape, dtype)`; `rank` is that of `tensor2d` and its kin. */
function fromValues(name: string, rank: number | null, args: readonly Value[], site: CallSite): DataValue {
  const { run } = site.scope.frame;
  const [values, given, type] = rank === 1 ? [args[0], undefined, args[1]] : args;
  const listed = shapeOfOperand(values, run);
  const shape = given === undefined || given === null ? listed : sizesOf(given);
  const dtype = declaredType(type, values, site);
  const wrong = rank === null ? null : wrongRank(rank, listed, shape);
  if (wrong && rank !== null) {
    noteFault({ kind: 'rank', operation: name, rank, shape: wrong }, wrong === listed ? 0 : 1, [], site, [values]);
    return dataTensor(null, site, dtype);
  }
  if (listed && shape && given && !fills(listed, shape)) {
    noteFault({ kind: 'values', values: listed, shape }, 1, [], site, [values]);
    return dataTensor(null, site, dtype);
  }
  return dataTensor(shape ?? (rank === null ? null : Array.from({ length: rank }, () => null)), site, dtype, [values]);
}

/** The shape that `tensor2d` and its kin refuse: lists may be flat or as deep as the tensor has axes. */
function wrongRank(rank: number, listed: Shape | null, shape: Shape | null): Shape | null {
  if (listed && listed.length !== 1 && listed.length !== rank) return listed;
  return shape && shape.length !== rank ? shape : null;
}

/** Whether values of that shape may fill another: flat ones by their number, nested ones axis by axis from the front. */
function fills(values: Shape, shape: Shape): boolean {
  const [has, needs] = [countOf(values), countOf(shape)];
  if (has !== null && needs !== null && has !== needs) return false;
  if (values.length < 2) return true;
  return !values.slice(0, -1).some((size, axis) => axis < shape.length && differ(size, shape[axis] ?? null));
}

/** The type that is said, or else that of the values. */
function declaredType(type: Value, values: Value, { scope }: CallSite): string | null {
  if (type !== undefined) return typeof type === 'string' ? type : null;
  return dtypeOfValues(values, scope.frame.run);
}

const kinds: Readonly<Record<string, string>> = {
  Float32Array: 'float32',
  Int32Array: 'int32',
  Uint8Array: 'int32',
  Uint8ClampedArray: 'int32',
};

/** As TensorFlow.js tells it from the first of the values. */
function dtypeOfValues(values: Value, run: Run): string | null {
  if (isKind(values, 'array')) {
    if (values.typed) return kinds[values.typed] ?? null;
    return shapeOfList(values, run) ? dtypeOfValues(values.elements[0], run) : null;
  }
  if (typeof values === 'number') return 'float32';
  if (typeof values === 'boolean') return 'bool';
  return typeof values === 'string' ? 'string' : null;
}
