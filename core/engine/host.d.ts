/**
 * What every host of an engine has — a worker, a page, Node — and the language itself does not declare. The zone is
 * compiled without DOM and Node types so that nothing else of either can be used by accident.
 */
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}

declare const performance: { now(): number };

declare class MessageChannel {
  readonly port1: { onmessage: (() => void) | null; close(): void };
  readonly port2: { postMessage(message: null): void };
}

declare function setTimeout(callback: () => void, milliseconds?: number): unknown;

declare namespace WebAssembly {
  class Memory {
    constructor(limits: { initial: number; maximum: number });
    readonly buffer: ArrayBuffer;
  }
  type Exported = (...parameters: number[]) => void;
  interface Instance {
    readonly exports: Readonly<Record<string, Exported>>;
  }
  function validate(bytes: Uint8Array): boolean;
  interface Module {
    readonly [Symbol.toStringTag]: 'WebAssembly.Module';
  }
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: { host: { memory: Memory } }): Promise<Instance>;
}
