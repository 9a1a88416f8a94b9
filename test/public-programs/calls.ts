import { createRequire } from 'node:module';
import type { Unknowns } from './stub.ts';
import { isStub } from './stub.ts';
import { withinTime } from './within-time.ts';

const require = createRequire(import.meta.url);

type Callable = (...args: unknown[]) => unknown;

interface Entry {
  read(): unknown;
}

/** Which functions of a program have run, and calls of those that have not. */
export class Calls {
  /** While a function runs that the program itself has not called. */
  isGuessing = false;
  readonly #hits = new Set<string>();
  readonly #tried = new Set<string>();
  readonly #entries: Entry[] = [];
  readonly #builders = new Set<string>();
  readonly #instances = new Map<unknown, object>();
  readonly #met = new Set<Callable>();
  readonly #waiting: Callable[] = [];
  readonly #stub: () => unknown;
  readonly #unknowns: Unknowns;
  readonly #failed: (error: unknown) => void;

  constructor(stub: () => unknown, unknowns: Unknowns, failed: (error: unknown) => void) {
    this.#stub = stub;
    this.#unknowns = unknowns;
    this.#failed = failed;
  }

  hit(place: string, _parameters: string, self?: object): void {
    this.#hits.add(place);
    if (typeof self === 'object' && self !== null) this.#instances.set(self.constructor, self);
  }

  register(name: string, read: () => unknown, buildsLayers: boolean): void {
    if (this.#entries.length < 2000) this.#entries.push({ read });
    if (buildsLayers) this.#builders.add(name);
  }

  /** Whether a function makes layers, or calls by name something that does. */
  #buildsLayers(text: string): boolean {
    if (/layers|sequential|[mM]odel|\.apply\(/.test(text)) return true;
    return (text.match(/[\w$]+(?=\s*\()/g) ?? []).some((name) => this.#builders.has(name));
  }

  /** Functions that something outside of the program was given: it may call them back. */
  meet(value: unknown, depth = 0): void {
    if (isStub(value)) return;
    if (typeof value === 'function') {
      if (!this.#met.has(value as Callable) && this.#met.size < 500) this.#waiting.push(value as Callable);
      this.#met.add(value as Callable);
    } else if (depth < 2 && typeof value === 'object' && value !== null) {
      for (const each of Object.values(value).slice(0, 50)) this.meet(each, depth + 1);
    }
  }

  /** Calls what was met; false when there is nothing. */
  callBack(): boolean {
    const waiting = this.#waiting.splice(0);
    for (const each of waiting) {
      const place = /hit\("([^"]+)"/.exec(String(each))?.[1];
      if (place !== undefined && !this.#hits.has(place))
        this.#call(each, undefined, argumentsFor(String(each), this.#stub(), this.#unknowns));
    }
    return waiting.length > 0;
  }

  /** Calls one function or method that has not run yet; false when all have. */
  guess(): boolean {
    this.isGuessing = true;
    for (const { read } of this.#entries) {
      let value: unknown;
      try {
        value = read();
      } catch {
        continue;
      }
      if (isClass(value)) {
        if (this.#guessMethod(value)) return true;
      } else if (typeof value === 'function') {
        if (this.#try(value as Callable, undefined)) return true;
      } else if (typeof value === 'object' && value !== null && !isStub(value)) {
        for (const member of Object.values(value)) {
          if (typeof member === 'function' && this.#try(member as Callable, value)) return true;
        }
      }
    }
    return this.callBack();
  }

  #guessMethod(type: Class): boolean {
    let instance = this.#instances.get(type);
    if (!instance) {
      const id = `new ${String(type).slice(0, 300)}`;
      if (this.#tried.has(id)) return false;
      this.#tried.add(id);
      const own = /constructor\([\s\S]*?hit\("[^"]+", ?['"][^'"]*['"]/.exec(String(type))?.[0] ?? '';
      try {
        instance = withinTime(() => new type(...argumentsFor(own, this.#stub(), this.#unknowns)), 2500);
      } catch (error) {
        this.#failed(error);
        return true;
      }
      this.#instances.set(type, instance);
    }
    for (const [owner, self] of [
      [type, type],
      [type.prototype, instance],
    ] as const) {
      for (const name of Object.getOwnPropertyNames(owner)) {
        const descriptor = Object.getOwnPropertyDescriptor(owner, name);
        if (name === 'constructor' || typeof descriptor?.value !== 'function') continue;
        if (this.#try(descriptor.value as Callable, self)) return true;
      }
    }
    for (const member of Object.values(instance)) {
      if (typeof member === 'function' && !isStub(member) && this.#try(member as Callable, instance)) return true;
    }
    return false;
  }

  #try(value: Callable, self: unknown): boolean {
    const text = String(value);
    const place = /hit\("([^"]+)"/.exec(text)?.[1];
    if (place === undefined || this.#hits.has(place) || this.#tried.has(place)) return false;
    this.#tried.add(place);
    if (!this.#buildsLayers(text)) return false;
    this.#call(value, self, argumentsFor(text, this.#stub(), this.#unknowns));
    return true;
  }

  #call(value: Callable, self: unknown, args: readonly unknown[]): void {
    try {
      const result = withinTime(() => value.apply(self, [...args]), 2500);
      if (result instanceof Promise) result.catch(this.#failed);
    } catch (error) {
      this.#failed(error);
    }
  }
}

/** Arguments for parameters as `instrument` describes them. */
function argumentsFor(text: string, stub: unknown, { size }: Unknowns): unknown[] {
  const [, described = ''] = /hit\("[^"]+", ?['"]([^'"]*)['"]/.exec(text) ?? [];
  const [rank = '1', ...words] = described.split(' ').filter((word) => word !== '');
  const tf = require('@tensorflow/tfjs') as { input(config: object): unknown };
  return words.map((word) => {
    if (word === 'd') return undefined;
    if (word === 't') return tf.input({ shape: Array.from({ length: Number(rank) }, () => size) });
    if (!word.startsWith('{')) return argumentNamed(word.slice(2));
    const keys = word.slice(1, -1).split(',');
    return Object.fromEntries(keys.filter((key) => key !== '').map((key) => [key, argumentNamed(key)]));
  });

  function argumentNamed(name: string): unknown {
    if (/shape$/i.test(name)) return Array.from({ length: Number(rank) }, () => size);
    return /(size|units|filters?|dims?|steps|count|channels|classes|width|height|length|features)$|^(num|n[A-Z_])/i.test(
      name,
    )
      ? size
      : stub;
  }
}

type Class = new (...args: unknown[]) => object;

function isClass(value: unknown): value is Class {
  return typeof value === 'function' && /^class\b/.test(String(value));
}
