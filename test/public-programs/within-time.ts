import { Script } from 'node:vm';

const script = new Script('globalThis.__convlensCall()');

/** How many times longer than on an idle machine everything may take: `CONVLENS_PATIENCE=5` on a busy one. */
export const patience = Number(process.env.CONVLENS_PATIENCE ?? 1);

/** Calls, and gives up where a loop waits for what never comes. */
export function withinTime<T>(call: () => T, milliseconds: number): T {
  const holder = globalThis as { __convlensCall?: () => unknown };
  const before = holder.__convlensCall;
  Object.defineProperty(globalThis, '__convlensCall', { value: call, configurable: true, writable: true });
  try {
    return script.runInThisContext({ timeout: milliseconds * patience }) as T;
  } finally {
    Object.defineProperty(globalThis, '__convlensCall', { value: before, configurable: true, writable: true });
  }
}
