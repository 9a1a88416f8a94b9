import type { WorkerPort } from '../../../webview/run/engine.ts';
import type { FromWorker, ToWorker } from '../../../webview/worker/protocol.ts';

/** A worker that only remembers what it was told; the test says what it answers, and how it dies. */
export class FakeWorker extends EventTarget implements WorkerPort {
  readonly heard: ToWorker[] = [];
  terminated = false;
  /** Whether it answers pings. */
  hears = true;

  postMessage(message: ToWorker): void {
    this.heard.push(message);
    if (message.type === 'ping' && this.hears) this.say({ type: 'pong' });
  }

  terminate(): void {
    this.terminated = true;
  }

  say(message: FromWorker): void {
    this.dispatchEvent(new MessageEvent('message', { data: message }));
  }

  /** Ends as a worker does whose memory is used up. */
  crash(message = 'out of memory'): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }

  /** Kinds of the messages it was told, without pings and what is on screen. */
  kinds(): string[] {
    return this.heard.map(({ type }) => type).filter((type) => type !== 'ping' && type !== 'visible');
  }

  lastRun(): Extract<ToWorker, { type: 'run' }> {
    const run = this.heard.findLast((message) => message.type === 'run');
    if (run?.type !== 'run') throw new Error('no run was asked for');
    return run;
  }
}
