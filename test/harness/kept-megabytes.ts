import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What this thread still holds when its garbage is collected. */
export function keptMegabytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  return getHeapStatistics().used_heap_size / 2 ** 20;
}
