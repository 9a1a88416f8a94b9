import type { ClassValue, FunctionValue, LibraryValue, NativeFunction, Value } from './values.ts';
import { isStructured } from './values.ts';

/** Whether a value may be called, as far as its kind tells. */
export function isCallable(value: Value): value is FunctionValue | NativeFunction | ClassValue | LibraryValue {
  return isStructured(value) && ['function', 'native', 'class', 'library'].includes(value.kind);
}
