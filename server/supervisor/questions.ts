import type { Lane } from './lane.ts';
import {
  field,
  type Id,
  type Message,
  type Notification,
  notification,
  type Request,
  type Response,
  result,
} from './message.ts';

/**
 * What the workers ask the client. Each counts its requests from zero, so they get numbers of their own here; and the
 * client is asked to watch something only once, however many workers there are one after another.
 */
export class Questions {
  readonly #send: (message: Message) => void;
  readonly #asked = new Map<Id, { readonly lane: Lane; readonly id: Id }>();
  readonly #registered = new Set<string>();
  /** By lane, the progress that it shows. */
  readonly #progress = new Map<Lane, Set<Id>>();
  #last = 0;

  constructor(send: (message: Message) => void) {
    this.#send = send;
  }

  ask(lane: Lane, question: Request): void {
    if (question.method === 'client/registerCapability' && !this.#isNew(question.params)) {
      lane.post(result(question.id, null));
      return;
    }
    if (question.method === 'window/workDoneProgress/create') this.#shown(lane).add(tokenOf(question.params));
    const id = `${lane.name}:${++this.#last}`;
    this.#asked.set(id, { lane, id: question.id });
    this.#send({ ...question, id });
  }

  /** Gives the client's answer to the lane that has asked, unless that worker has ended. */
  answer(response: Response): void {
    const asked = this.#asked.get(response.id);
    this.#asked.delete(response.id);
    asked?.lane.post({ ...response, id: asked.id });
  }

  progress(lane: Lane, message: Notification): void {
    if (field(field(message.params, 'value'), 'kind') === 'end') this.#shown(lane).delete(tokenOf(message.params));
    this.#send(message);
  }

  /** A worker has ended: its questions need no answer, and what it showed is over. */
  workerEnded(lane: Lane): void {
    for (const [id, asked] of this.#asked) if (asked.lane === lane) this.#asked.delete(id);
    for (const token of this.#shown(lane)) this.#send(notification('$/progress', { token, value: { kind: 'end' } }));
    this.#progress.delete(lane);
  }

  #shown(lane: Lane): Set<Id> {
    const shown = this.#progress.get(lane) ?? new Set();
    this.#progress.set(lane, shown);
    return shown;
  }

  #isNew(params: unknown): boolean {
    const before = this.#registered.size;
    const registrations = field(params, 'registrations');
    for (const registration of Array.isArray(registrations) ? registrations : []) {
      this.#registered.add(String(field(registration, 'method')));
    }
    return this.#registered.size > before;
  }
}

function tokenOf(params: unknown): Id {
  const token = field(params, 'token');
  return typeof token === 'number' ? token : String(token);
}
