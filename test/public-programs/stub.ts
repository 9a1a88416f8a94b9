/** What stands for an unknown size. Two runs with different ones tell what depends on it. */
export interface Unknowns {
  readonly size: number;
  /** Whether models that are not in the repository can be loaded: what catches the failure is run as well. */
  readonly loads: boolean;
  /** How many elements an unknown list has. */
  readonly length: number;
}

/** In one second. */
const mostUses = 50_000;

const isStubKey = Symbol('stub');

export function isStub(value: unknown): boolean {
  return typeof value === 'function' && (value as { [isStubKey]?: boolean })[isStubKey] === true;
}

/**
 * Whatever a program reaches for outside of itself: a page, data, a library. Calls and members of it are itself, and
 * functions that it is given are handed to `meet`, as events and callbacks would come back to them.
 */
export function createStub({ size, length }: Unknowns, meet: (callback: unknown) => void): unknown {
  const elements = () => Array.from({ length }, () => self);
  // What a person types into a field is a number more often than not.
  const asPrimitive = (hint: string) => (hint === 'string' ? String(size) : size);
  let [turn, uses] = [0, 0];
  /** A loop that waits for what never comes ends with an error, also behind an `await`. */
  const count = () => {
    const now = Math.floor(Date.now() / 1000);
    uses = turn === now ? uses + 1 : 0;
    turn = now;
    if (uses > mostUses) throw new Error('a loop that never ends');
  };
  const self: unknown = new Proxy(anyFunction, {
    get: (_, key) => {
      count();
      if (key === isStubKey) return true;
      if (key === Symbol.toPrimitive) return asPrimitive;
      if (key === Symbol.iterator) return () => elements()[Symbol.iterator]();
      if (key === 'toString') return () => String(size);
      return key === 'then' || key === '__esModule' ? undefined : self;
    },
    apply: (_, __, args) => {
      count();
      args.forEach(meet);
      return self;
    },
    construct: (_, args) => {
      args.forEach(meet);
      return self as object;
    },
    set: (_, __, value) => {
      meet(value);
      return true;
    },
    has: () => true,
    deleteProperty: () => true,
    defineProperty: () => true,
  });
  return self;
}

/** The stub as a module: everything that is imported from it, and itself by default. */
export function stubModule(stub: unknown): unknown {
  return new Proxy(anyFunction, {
    get: (_, key) => (key === '__esModule' ? true : (stub as Record<string | symbol, unknown>)[key]),
    apply: (_, self, args) => Reflect.apply(stub as () => unknown, self, args),
    construct: (_, args) => Reflect.construct(stub as new () => object, args),
    getPrototypeOf: () => stub as object,
  });
}

/** What a proxy needs in order to be called, and to be made instances of. */
function anyFunction(): void {}
