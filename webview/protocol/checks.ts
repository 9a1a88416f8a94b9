/** Whether a value that came from another process has the form that its type says. */
export type Check = (value: unknown) => boolean;

/** A check per field of a type: total, so that a new field can't be forgotten. */
export type FieldChecks<Type> = { readonly [Field in keyof Type]-?: Check };

/** A check per kind of message of a closed union, and in it one per field. */
export type MessageChecks<Message extends { readonly type: string }> = {
  readonly [Type in Message['type']]: FieldChecks<Omit<Extract<Message, { type: Type }>, 'type'>>;
};

/** Whether a value is a message of the union that the table describes. */
export function isMessage<Message extends { readonly type: string }>(
  value: unknown,
  table: MessageChecks<Message>,
): value is Message {
  if (!isObject(value) || !('type' in value)) return false;
  const row = Object.entries<Readonly<Record<string, Check>>>(table).find(([type]) => type === value.type);
  return row !== undefined && fields(row[1])(value);
}

export const isText: Check = (value) => typeof value === 'string';
export const isFlag: Check = (value) => typeof value === 'boolean';
export const isNumber: Check = (value) => typeof value === 'number';
/** A place in a list, or a number by which an answer is found again. */
export const isIndex: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
export const isList: Check = Array.isArray;
/** Asked by name: bytes from another realm are not `instanceof` this one's. */
export const isBytes: Check = (value) => Object.prototype.toString.call(value) === '[object ArrayBuffer]';

export function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

export function nullable(check: Check): Check {
  return (value) => value === null || check(value);
}

export function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

export function oneOf(values: readonly unknown[]): Check {
  return (value) => values.includes(value);
}

/** An object whose fields pass; it may have others. */
export function fields(checks: Readonly<Record<string, Check>>): Check {
  const rows = Object.entries(checks);
  return (value) => {
    if (!isObject(value)) return false;
    const found: Readonly<Record<string, unknown>> = { ...value };
    return rows.every(([field, check]) => check(Object.hasOwn(found, field) ? found[field] : undefined));
  };
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
