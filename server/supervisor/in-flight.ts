import type { Lane } from './lane.ts';
import { mostFailedStarts, mostReplays } from './limits.ts';
import { fileOf, type Id, type Request } from './message.ts';

/** A request of the client that is not answered yet. */
export interface Pending {
  readonly request: Request;
  readonly uri: string | null;
  /** Where its answer comes from. */
  lane: Lane;
  replays: number;
}

export class InFlight {
  readonly #pending = new Map<Id, Pending>();

  add(request: Request, lane: Lane): void {
    this.#pending.set(request.id, { request, lane, uri: fileOf(request.params), replays: 0 });
  }

  /** Takes out the request that a lane has answered; null when it was cancelled or given to another one. */
  answered(id: Id, lane: Lane): Pending | null {
    const pending = this.#pending.get(id);
    return pending?.lane === lane ? this.take(id) : null;
  }

  take(id: Id): Pending | null {
    const pending = this.#pending.get(id) ?? null;
    this.#pending.delete(id);
    return pending;
  }

  of(lane: Lane): Pending[] {
    return [...this.#pending.values()].filter((pending) => pending.lane === lane);
  }

  /** Counts that the worker of a lane has ended. Takes out the requests that have been given to too many workers. */
  workerEnded(lane: Lane): Pending[] {
    const given = this.of(lane).filter((pending) => {
      pending.replays++;
      return pending.replays > (pending.request.method === 'initialize' ? mostFailedStarts : mostReplays);
    });
    for (const { request } of given) this.#pending.delete(request.id);
    return given;
  }
}
