import {
  type CodeAction,
  type CodeLens,
  type CompletionList,
  commands,
  type Diagnostic,
  type Hover,
  type InlayHint,
  languages,
  MarkdownString,
  type Position,
  Range,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';

/** Asks again until there is an answer other than null, for 20 s or as long as is said; then says what was awaited. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | null> | T | null,
  milliseconds = 20_000,
): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > deadline) throw new Error(`In vain waited for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Opens a file of the workspace folder in an editor. */
export async function openExample(path: string): Promise<TextDocument> {
  const folder = workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('No folder is open.');
  const document = await workspace.openTextDocument(Uri.joinPath(folder.uri, path));
  await window.showTextDocument(document, { preview: false });
  return document;
}

/** Where a text begins in a document, plus an offset. */
export function positionOf(document: TextDocument, text: string, offset = 0): Position {
  const index = document.getText().indexOf(text);
  if (index < 0) throw new Error(`${document.fileName} does not contain: ${text}`);
  return document.positionAt(index + offset);
}

/** The text of a hover that contains `expected`, once there is one. */
export function hoverWith(
  document: TextDocument,
  at: Position,
  expected: string,
  milliseconds?: number,
): Promise<string> {
  const ask = async (): Promise<string | null> => {
    const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, at);
    const texts = hovers.flatMap(({ contents }) => contents.map(textOf));
    return texts.find((text) => text.includes(expected)) ?? null;
  };
  return eventually(`a hover with “${expected}”`, ask, milliseconds);
}

function textOf(content: Hover['contents'][number]): string {
  return content instanceof MarkdownString || typeof content === 'object' ? content.value : content;
}

/** Each hint as `line: text`, zero-based. */
export async function inlayHints(document: TextDocument): Promise<string[]> {
  const whole = new Range(0, 0, document.lineCount, 0);
  const hints = await commands.executeCommand<InlayHint[]>('vscode.executeInlayHintProvider', document.uri, whole);
  return hints.map(({ label, position }) => {
    const text = typeof label === 'string' ? label : label.map(({ value }) => value).join('');
    return `${position.line}: ${text}`;
  });
}

export async function codeLenses(document: TextDocument): Promise<CodeLens[]> {
  return commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
}

/** What the editor offers at a place, once `expected` is among it. */
export function completions(document: TextDocument, at: Position, expected: string): Promise<readonly string[]> {
  return eventually(`the completion ${expected}`, async () => {
    const list = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      at,
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label).replaceAll('"', ''));
    return labels.includes(expected) ? labels : null;
  });
}

/** The problems of ConvLens alone; TypeScript has its own opinions about the examples. */
export function problems(document: TextDocument): Diagnostic[] {
  return languages.getDiagnostics(document.uri).filter(({ source }) => source?.toLowerCase() === 'convlens');
}

/** The rule's id, whether or not it links to its documentation. */
export function ruleOf({ code }: Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** What the light bulb offers at a problem. The editor's API does not tell which problem an action is for. */
export async function fixesOf(document: TextDocument, problem: Diagnostic): Promise<CodeAction[]> {
  return commands.executeCommand<CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    problem.range,
    'quickfix',
  );
}

/** Throws away what was typed and not saved. */
export async function revert(document: TextDocument): Promise<void> {
  await window.showTextDocument(document);
  await commands.executeCommand('workbench.action.files.revert');
}
