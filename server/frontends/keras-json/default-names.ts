/**
 * The names that TensorFlow.js gives to layers that have none: `conv2d_Conv2D1`, the class in snake case, the class
 * and its counter.
 */
export class DefaultNames {
  readonly #counters = new Map<string, number>();

  next(className: string): string {
    const count = (this.#counters.get(className) ?? 0) + 1;
    this.#counters.set(className, count);
    if (className === 'InputLayer') return `input${count}`;
    return `${snakeCase(className)}_${className}${count}`;
  }
}

/** TensorFlow.js's own conversion, which keeps runs of capitals together: `Conv2DTranspose` → `conv2d_transpose`. */
function snakeCase(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z0-9]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
