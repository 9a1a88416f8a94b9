import {
  isBytes,
  isFlag,
  isIndex,
  isMessage,
  isNumber,
  isObject,
  isText,
  listOf,
  type MessageChecks,
} from './checks.ts';
import type { FromPanel } from './messages.ts';

/** Whether what a webview's page has posted is a message of the panel. */
export function isFromPanel(value: unknown): value is FromPanel {
  return isMessage(value, checks);
}

const checks: MessageChecks<FromPanel> = {
  ready: {},
  choose: { uri: isText, index: isIndex },
  locate: { uri: isText, index: isIndex, layer: isIndex, focus: isFlag },
  read: { request: isIndex, base: isText, path: isText },
  save: { name: isText, bytes: isBytes },
  change: {
    request: isIndex,
    uri: isText,
    index: isIndex,
    path: listOf(isText),
    set: isArguments,
    apply: isFlag,
  },
  openBeside: {},
  assume: {},
  trust: {},
};

/** Numbers, words and lists of numbers by name. */
function isArguments(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((one) => isNumber(one) || isText(one) || listOf(isNumber)(one));
}
