import type {
  Diagnostic,
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
  InitializeParams,
  InitializeResult,
  PublishDiagnosticsParams,
} from 'vscode-languageserver';
import type { Clock } from '../lsp/clock.ts';
import { speak } from '../lsp/speak.ts';
import type { Work } from '../lsp/watch.ts';
import type { ClientRequests, Health, InitializationOptions, ServerRequests } from '../protocol.ts';
import { HeavyFiles } from './heavy-files.ts';
import { InFlight } from './in-flight.ts';
import { Lane, type LaneContext } from './lane.ts';
import { defaultLimits, type Limits, longestShared, mostFruitless } from './limits.ts';
import {
  errorCodes,
  failure,
  field,
  fileOf,
  isRequest,
  isResponse,
  type Message,
  type Notification,
  notification,
  type Request,
  type Response,
  request,
  result,
} from './message.ts';
import { Published } from './published.ts';
import { Questions } from './questions.ts';
import { changedOutside, closing, opening, Session } from './session.ts';
import { analyseAgain, SetAside } from './set-aside.ts';
import type { Ending, LaneName, StartWorker } from './worker.ts';

export interface SupervisorContext {
  readonly clock: Clock;
  readonly startWorker: StartWorker;
  readonly limits?: Limits;
  /** To the client. */
  readonly send: (message: Message) => void;
  readonly exit: (code: number) => void;
}

/**
 * Stands between a client and the language servers in its workers, and looks like one server that nothing can stop. A
 * file is open in one worker only; to the other one it is a file that changes on disk, whose text is answered here. A
 * worker that ends or falls silent is replaced, and told what the client has said; the file that it worked on is set
 * aside.
 */
export class Supervisor {
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #send: (message: Message) => void;
  readonly #exit: (code: number) => void;
  readonly #session = new Session();
  readonly #shared: Lane;
  readonly #heavy: Lane;
  readonly #heavyFiles = new HeavyFiles();
  readonly #inFlight = new InFlight();
  readonly #questions: Questions;
  readonly #published = new Published<LaneName | 'set aside'>();
  readonly #setAside = new SetAside();
  /** Lanes whose next worker waits a little, because several before it have done nothing but end. */
  readonly #delayed = new Set<Lane>();
  #fruitless = 0;
  #busy: Lane | null = null;
  #isShutDown = false;
  #lastId = 0;

  constructor({ clock, startWorker, limits = defaultLimits, send, exit }: SupervisorContext) {
    this.#clock = clock;
    this.#limits = limits;
    this.#send = send;
    this.#exit = exit;
    this.#questions = new Questions(send);
    const context: LaneContext = {
      clock,
      startWorker,
      onMessage: (lane, message) => this.#fromLane(lane, message),
      onWork: (lane, work) => this.#onWork(lane, work),
      onSilence: (lane, milliseconds) => this.#onSilence(lane, milliseconds),
      onEnd: (lane, why, work) => this.#onEnd(lane, why, work),
    };
    this.#shared = new Lane('shared', context);
    this.#heavy = new Lane('heavy', context);
  }

  /** Takes a message of the client. */
  receive(message: Message): void {
    if (isResponse(message)) this.#questions.answer(message);
    else if (isRequest(message)) this.#onRequest(message);
    else this.#onNotification(message);
  }

  #onRequest(message: Request): void {
    const { id, method, params } = message;
    const uri = fileOf(params);
    if (method === 'shutdown') {
      this.#isShutDown = true;
      for (const lane of this.#lanes()) lane.terminate();
      this.#send(result(id, null));
    } else if (method === 'workspace/executeCommand') {
      this.#analyseAgain(params);
      this.#send(result(id, null));
    } else if (method === 'textDocument/codeAction' && uri !== null && this.#setAside.has(uri)) {
      this.#send(result(id, this.#setAside.actions(uri)));
    } else {
      if (method === 'initialize') this.#greet(params as InitializeParams);
      if (method === 'convlens/assume') this.#assume(params as ServerRequests['convlens/assume']['params']);
      const lane = this.#laneOf(uri);
      this.#inFlight.add(message, lane);
      this.#post(lane, message);
      this.#makeRoom(lane);
    }
  }

  #onNotification(message: Notification): void {
    const { method, params } = message;
    if (method === 'exit') this.#exit(this.#isShutDown ? 0 : 1);
    else if (method === '$/cancelRequest') this.#cancel(params, message);
    else if (method === 'textDocument/didOpen') this.#open(message, params as DidOpenTextDocumentParams);
    else if (method === 'textDocument/didChange') this.#change(message, params as DidChangeTextDocumentParams);
    else if (method === 'textDocument/didClose') this.#close(message, params as DidCloseTextDocumentParams);
    else {
      if (method === 'initialized') this.#session.isInitialized = true;
      if (method === 'workspace/didChangeConfiguration') this.#session.settings = message;
      for (const lane of this.#lanes()) if (lane.isRunning) lane.post(message);
    }
  }

  #greet(params: InitializeParams): void {
    const options: InitializationOptions = params.initializationOptions ?? {};
    speak(options.l10n);
    this.#session.initialize = params;
  }

  #assume({ uri, call }: ServerRequests['convlens/assume']['params']): void {
    this.#session.assume(uri, call);
    this.#setAside.retry(uri, 'edit');
  }

  #cancel(params: unknown, message: Notification): void {
    const id = field(params, 'id');
    const pending = typeof id === 'number' || typeof id === 'string' ? this.#inFlight.take(id) : null;
    if (!pending) return;
    this.#send(failure(pending.request.id, errorCodes.requestCancelled, 'cancelled'));
    if (pending.lane.isRunning) pending.lane.post(message);
  }

  #open(message: Notification, params: DidOpenTextDocumentParams): void {
    const { uri } = params.textDocument;
    this.#session.open(params);
    if (this.#isVeryLong(uri)) this.#addHeavy(uri);
    if (this.#setAside.has(uri)) this.#showSetAside(uri);
    else this.#tellOwner(uri, message);
  }

  #change(message: Notification, params: DidChangeTextDocumentParams): void {
    const { uri } = params.textDocument;
    const lane = this.#laneOf(uri);
    this.#session.change(params);
    if (this.#setAside.has(uri)) {
      if (this.#setAside.retry(uri, 'edit')) this.#readmit(uri);
    } else if (lane === this.#shared && this.#isVeryLong(uri)) this.#moveToHeavy(uri);
    else this.#tellOwner(uri, message);
    // The analysis of the text before is of no use any more; the worker reads the new one when it has given up.
    if (lane.work?.uri === uri) lane.cancel();
  }

  #close(message: Notification, { textDocument }: DidCloseTextDocumentParams): void {
    this.#session.close(textDocument);
    if (this.#setAside.has(textDocument.uri)) this.#showSetAside(textDocument.uri);
    else this.#tellOwner(textDocument.uri, message);
  }

  /** Tells the lane of a document about it, and the other one that a file has another text. */
  #tellOwner(uri: string, message: Notification): void {
    const owner = this.#laneOf(uri);
    this.#post(owner, message);
    this.#tellOthers(uri, owner);
  }

  #tellOthers(uri: string, owner: Lane): void {
    for (const lane of this.#lanes()) if (lane !== owner && lane.isRunning) lane.post(changedOutside(uri));
  }

  /** Posts to the worker of a lane; one that only now starts is told all that there is, this included. */
  #post(lane: Lane, message: Message): void {
    if (lane.isRunning) lane.post(message);
    else if (!this.#delayed.has(lane)) this.#start(lane);
  }

  #start(lane: Lane): void {
    if (this.#isShutDown || !this.#session.initialize) return;
    const options: InitializationOptions = this.#session.initialize.initializationOptions ?? {};
    lane.start(options);
    const pending = this.#inFlight.of(lane);
    const first = pending.find(({ request: { method } }) => method === 'initialize');
    for (const message of this.#session.greeting(first?.request.id ?? this.#nextId())) lane.post(message);
    for (const document of this.#session.documents.values())
      if (this.#isIn(lane, document.uri)) lane.post(opening(document));
    for (const uri of this.#session.assumed.keys()) if (this.#isIn(lane, uri)) this.#postAssumed(lane, uri);
    for (const each of pending) if (each !== first) lane.post(each.request);
  }

  #isIn(lane: Lane, uri: string): boolean {
    return this.#laneOf(uri) === lane && !this.#setAside.has(uri);
  }

  #postAssumed(lane: Lane, uri: string): void {
    const call = this.#session.assumed.get(uri);
    if (call !== undefined) lane.post(request(this.#nextId(), 'convlens/assume', { uri, call }));
  }

  #fromLane(lane: Lane, message: Message): void {
    this.#isHeard(lane);
    if (isResponse(message)) this.#answer(lane, message);
    else if (isRequest(message)) this.#ask(lane, message);
    else if (message.method === '$/progress') this.#questions.progress(lane, message);
    else if (message.method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics, version } = message.params as PublishDiagnosticsParams;
      this.#publish(lane.name, uri, diagnostics, version);
    } else {
      if (message.method === 'convlens/analysed') this.#analysed(String(field(message.params, 'uri')));
      this.#send(message);
    }
  }

  #answer(lane: Lane, message: Response): void {
    const pending = this.#inFlight.answered(message.id, lane);
    if (!pending) return;
    const isFirst = pending.request.method === 'initialize' && message.result;
    this.#send(isFirst ? result(message.id, withCommands(message.result as InitializeResult)) : message);
  }

  /** What a file that is open or set aside holds is known here; the client answers the rest. */
  #ask(lane: Lane, question: Request): void {
    if (question.method === 'convlens/readFile') {
      const { uri, maxBytes } = question.params as ClientRequests['convlens/readFile']['params'];
      const text = this.#session.documents.get(uri)?.getText();
      if (text !== undefined || this.#setAside.has(uri)) {
        const isRead = text !== undefined && text.length <= maxBytes && !this.#setAside.has(uri);
        lane.post(result(question.id, isRead ? { text } : null));
        return;
      }
    }
    this.#questions.ask(lane, question);
  }

  #analysed(uri: string): void {
    this.#fruitless = 0;
    this.#setAside.absolve(uri);
  }

  #onWork(lane: Lane, work: Work | null): void {
    this.#isHeard(lane);
    if (!work) return;
    const current = this.#session.documents.get(work.uri);
    // The worker began before it had read the change.
    if (current && work.version !== null && work.version < current.version) lane.cancel();
  }

  #isHeard(lane: Lane): void {
    if (this.#busy !== lane) return;
    this.#busy = null;
    this.#tell({ state: 'healthy' });
  }

  #onSilence(lane: Lane, milliseconds: number): void {
    const { work } = lane;
    if (milliseconds >= (lane.isUp ? this.#limits.stall : this.#limits.start)) {
      lane.terminate();
      this.#onEnd(lane, 'stall', work);
      return;
    }
    if (work && milliseconds >= this.#limits.busy && !this.#busy) {
      this.#busy = lane;
      this.#tell({ state: 'busy', uri: work.uri });
    }
    this.#makeRoom(lane);
  }

  /** Moves a file into the other lane whose analysis keeps the request of another file waiting for too long. */
  #makeRoom(lane: Lane): void {
    const { work, silence } = lane;
    const patience = lane.isWarm ? this.#limits.patience : this.#limits.firstPatience;
    if (lane !== this.#shared || !work || silence < patience) return;
    if (!this.#inFlight.of(lane).some(({ uri }) => uri !== work.uri)) return;
    if (!this.#heavyFiles.has(work.uri)) this.#moveToHeavy(work.uri);
    if (lane.cancel() && silence < patience + this.#limits.grace) return;
    lane.terminate();
    this.#replaceWorker(lane);
  }

  #moveToHeavy(uri: string): void {
    const document = this.#session.documents.get(uri);
    this.#addHeavy(uri);
    const moved = this.#inFlight.of(this.#shared).filter((pending) => pending.uri === uri);
    for (const pending of moved) {
      this.#shared.post(notification('$/cancelRequest', { id: pending.request.id }));
      pending.lane = this.#heavy;
    }
    if (document) this.#shared.post(closing(uri));
    if (!this.#heavy.isRunning) {
      if (!this.#delayed.has(this.#heavy)) this.#start(this.#heavy);
      return;
    }
    if (document) this.#heavy.post(opening(document));
    this.#postAssumed(this.#heavy, uri);
    for (const pending of moved) this.#heavy.post(pending.request);
  }

  /** Whether others would have to wait for a document, whatever is in it. */
  #isVeryLong(uri: string): boolean {
    return (this.#session.documents.get(uri)?.getText().length ?? 0) > longestShared;
  }

  #addHeavy(uri: string): void {
    this.#heavyFiles.add(uri, (each) => this.#session.documents.has(each));
  }

  #onEnd(lane: Lane, why: Ending, work: Work | null): void {
    const version = work && (this.#session.documents.get(work.uri)?.version ?? null);
    const isSetAside =
      work !== null &&
      version === work.version &&
      this.#setAside.blame(work.uri, this.#session.edits, why, work.reading);
    this.#fruitless++;
    this.#busy = null;
    for (const { request: given } of this.#inFlight.workerEnded(lane)) {
      const isFirst = given.method === 'initialize';
      this.#send(
        failure(given.id, isFirst ? errorCodes.internalError : errorCodes.contentModified, 'The analysis ended.'),
      );
    }
    if (isSetAside) {
      this.#addHeavy(work.uri);
      this.#showSetAside(work.uri);
      this.#tellOthers(work.uri, lane);
    }
    this.#replaceWorker(lane);
    this.#tell({ state: 'restarted', uri: work?.uri ?? null, isSetAside });
  }

  #replaceWorker(lane: Lane): void {
    this.#questions.workerEnded(lane);
    this.#retract(lane);
    if (lane === this.#heavy && !this.#isNeeded(lane)) return;
    const beyond = this.#fruitless - mostFruitless;
    if (beyond <= 0) {
      this.#start(lane);
      return;
    }
    this.#delayed.add(lane);
    this.#clock.after(Math.min(longestDelay, shortestDelay * 2 ** beyond), () => {
      this.#delayed.delete(lane);
      this.#start(lane);
    });
  }

  #isNeeded(lane: Lane): boolean {
    const isOpenThere = [...this.#session.documents.keys()].some((uri) => this.#isIn(lane, uri));
    return isOpenThere || this.#inFlight.of(lane).length > 0;
  }

  /** Takes back the problems that the next worker will not take back: it publishes those of its own documents anew. */
  #retract(lane: Lane): void {
    for (const uri of this.#published.files(lane.name)) {
      if (!this.#session.documents.has(uri) || !this.#isIn(lane, uri)) this.#publish(lane.name, uri, []);
    }
  }

  #analyseAgain(params: unknown): void {
    const [uri]: readonly unknown[] = field(params, 'command') === analyseAgain ? argumentsOf(params) : [];
    if (typeof uri === 'string' && this.#setAside.retry(uri, 'command')) this.#readmit(uri);
  }

  /** Gives a file that was set aside to its lane, as it is now. */
  #readmit(uri: string): void {
    const document = this.#session.documents.get(uri);
    const lane = this.#laneOf(uri);
    const { isRunning } = lane;
    this.#publish('set aside', uri, []);
    if (document) this.#tellOwner(uri, opening(document));
    if (document && isRunning) this.#postAssumed(lane, uri);
    else for (const each of this.#lanes()) if (each.isRunning) each.post(changedOutside(uri));
  }

  #showSetAside(uri: string): void {
    const problem = this.#session.documents.has(uri) ? this.#setAside.problem(uri) : null;
    this.#publish('set aside', uri, problem ? [problem] : []);
  }

  #publish(source: LaneName | 'set aside', uri: string, found: readonly Diagnostic[], version?: number): void {
    const diagnostics = this.#published.set(source, uri, found);
    const params: PublishDiagnosticsParams = { uri, diagnostics, ...(version === undefined ? {} : { version }) };
    this.#send(notification('textDocument/publishDiagnostics', params));
  }

  #tell(health: Health): void {
    this.#send(notification('convlens/health', health));
  }

  #laneOf(uri: string | null): Lane {
    return uri !== null && this.#heavyFiles.has(uri) ? this.#heavy : this.#shared;
  }

  #lanes(): readonly Lane[] {
    return [this.#shared, this.#heavy];
  }

  #nextId(): string {
    return `supervisor:${++this.#lastId}`;
  }
}

const shortestDelay = 50;
const longestDelay = 2_000;

function withCommands(answer: InitializeResult): InitializeResult {
  const executeCommandProvider = { commands: [analyseAgain] };
  return { ...answer, capabilities: { ...answer.capabilities, executeCommandProvider } };
}

function argumentsOf(params: unknown): readonly unknown[] {
  const given = field(params, 'arguments');
  return Array.isArray(given) ? given : [];
}
