import * as l10n from '@vscode/l10n';
import { isTree } from '../../values/extent.ts';
import type { DataValue } from '../../values/leaf-values.ts';
import { fromDimension } from '../../values/numbers.ts';
import type { CallSite, Value } from '../../values/values.ts';
import { array, native, unknown } from '../../values/values.ts';
import { elementwise } from './elementwise.ts';
import { joining, joiningMethods } from './joining.ts';
import type { Operations } from './outcome.ts';
import { imaging, reducing } from './reducing.ts';
import { countOf } from './shapes.ts';
import { shaping } from './shaping.ts';
import { operate } from './tensors.ts';
import { windows } from './windows.ts';

const methods: Operations = { ...elementwise, ...shaping, ...joining, ...reducing, ...windows, ...joiningMethods };
const functions: Operations = {
  ...methods,
  ...joining,
  ...Object.fromEntries(Object.entries(imaging).map(([name, operation]) => [`image.${name}`, operation])),
};

/** A property or method of a tensor of numbers. What is not about its shape is only known when it runs. */
export function dataMember(tensor: DataValue, name: string): Value {
  const { shape, dtype } = tensor;
  switch (name) {
    case 'shape':
      return shape ? array(shape.map((size) => fromDimension(size))) : unknown(l10n.t('the shape of a tensor'));
    case 'rank':
      return shape ? shape.length : unknown(l10n.t('the rank of a tensor'));
    case 'size':
      return (shape && countOf(shape)) ?? unknown(l10n.t('the size of a tensor'));
    case 'dtype':
      return dtype ?? unknown(l10n.t('the type of a tensor'));
    case 'print':
    case 'dispose':
      return native(name, () => undefined);
    default:
      return methodOf(tensor, name);
  }
}

function methodOf(tensor: DataValue, name: string): Value {
  const operation = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return operation
    ? native(name, (args, site) => operate(operation, [tensor, ...args], site, true))
    : unknown(l10n.t('{0} of a tensor is only known when it runs', name));
}

/** What a function of the library makes of tensors of numbers; null when it is none, or when none are given. */
export function callOperation(path: string, args: readonly Value[], site: CallSite): Value {
  const operation = Object.hasOwn(functions, path) ? functions[path] : undefined;
  const { run } = site.scope.frame;
  return operation && args.some((arg) => isTree(arg, run) && holdsData(arg)) ? operate(operation, args, site) : null;
}

function holdsData(value: Value): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return value.kind === 'data' || (value.kind === 'array' && value.elements.some((each) => holdsNumbers(each)));
}

function holdsNumbers(value: Value): boolean {
  return typeof value === 'number' || holdsData(value);
}
