/** The messages of JSON-RPC, as far as it takes to forward them. What `params` holds is known by the method. */
export type Id = number | string;

export interface Request {
  readonly jsonrpc: '2.0';
  readonly id: Id;
  readonly method: string;
  readonly params?: unknown;
}

export interface Notification {
  readonly jsonrpc: '2.0';
  readonly method: string;
  readonly params?: unknown;
}

export interface Response {
  readonly jsonrpc: '2.0';
  readonly id: Id;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export type Message = Request | Notification | Response;

/** The error codes of LSP that the supervisor answers with. */
export const errorCodes = { requestCancelled: -32800, contentModified: -32801, internalError: -32603 } as const;

export function isRequest(message: Message): message is Request {
  return 'method' in message && 'id' in message;
}

export function isResponse(message: Message): message is Response {
  return !('method' in message);
}

export function request(id: Id, method: string, params?: unknown): Request {
  return { jsonrpc: '2.0', id, method, params };
}

export function notification(method: string, params?: unknown): Notification {
  return { jsonrpc: '2.0', method, params };
}

export function result(id: Id, value: unknown): Response {
  return { jsonrpc: '2.0', id, result: value };
}

export function failure(id: Id, code: number, message: string): Response {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

/** The file that a request is about: `textDocument.uri` in LSP's own, `uri` in those of protocol.ts. */
export function fileOf(params: unknown): string | null {
  const uri = field(field(params, 'textDocument'), 'uri') ?? field(params, 'uri');
  return typeof uri === 'string' ? uri : null;
}

export function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
