import { Script } from 'node:vm';

const script = new Script('globalThis.__convlensCall()');

/** Calls, and gives up where a loop waits for what never comes. */
export function withinTime<T>(call: () => T, milliseconds: number): T {
  const holder = globalThis as { __convlensCall?: () => unknown };
  const before = holder.__convlensCall;
  Object.defineProperty(globalThis, '__convlensCall', { value: call, configurable: true, writable: true });
  try {
    return script.runInThisContext({ timeout: milliseconds }) as T;
  } finally {
    Object.defineProperty(globalThis, '__convlensCall', { value: before, configurable: true, writable: true });
  }
}
