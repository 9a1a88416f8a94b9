import { commands, languages, type Position, Range, type TextDocument, Uri, WorkspaceEdit, workspace } from 'vscode';
import { codeLenses, eventually, hoverWith, inlayHints, openExample, positionOf, problems, ruleOf } from './editor.ts';
import { killsUri, mostKills } from './kills.ts';

/** Types until the workers have ended 50 times, then asks what a server answers that has only just started. */
export async function run(): Promise<void> {
  const documents = [await openExample('mistakes.ts'), await openExample('lenet5.ts')] as const;
  const [mistakes, document] = documents;
  // A hover asked for before the server is there would wait for the editor's own TypeScript, and for that alone.
  await eventually('the first problems', () => problems(mistakes).length > 0 || null, patience);
  await hoverWith(document, positionOf(document, 'conv2d('), '[?, 28, 28, 6]', patience);
  const digit = positionOf(document, 'filters: 6').translate(0, 'filters: '.length);
  for (let edit = 0; killCount() < mostKills; edit++) {
    if (edit > 20 * mostKills) throw new Error(`Only ${killCount()} workers have ended after ${edit} edits.`);
    const filters = (edit % 8) + 1;
    await replaceDigit(document, digit, filters);
    // Now and then the answer is awaited, which is the next worker's.
    if (edit % 4 === 3) await hoverWith(document, positionOf(document, 'conv2d('), `[?, 28, 28, ${filters}]`, patience);
    else await new Promise((resolve) => setTimeout(resolve, 150));
  }
  // The editor may have saved it meanwhile, so that to revert it would change nothing.
  await replaceDigit(document, digit, 6);
  await hoverWith(document, positionOf(document, 'conv2d('), '[?, 28, 28, 6]', patience);
  const survived = await settled(documents);
  console.log(`CONVLENS-KILLS ${killCount()}`);
  await commands.executeCommand('convlens.restartServer');
  const fresh = await settled(documents);
  if (survived !== fresh) throw new Error(`${survived}\nbut a fresh server says\n${fresh}`);
}

async function replaceDigit(document: TextDocument, at: Position, digit: number): Promise<void> {
  const change = new WorkspaceEdit();
  change.replace(document.uri, new Range(at, at.translate(0, 1)), String(digit));
  await workspace.applyEdit(change);
}

/** In milliseconds: a worker begins by reading megabytes of code, on a machine that may be busy. */
const patience = 120_000;

function killCount(): number {
  const [problem] = languages.getDiagnostics(Uri.parse(killsUri));
  return Number(problem?.message ?? 0);
}

/** Everything that is shown of the documents, once both have their hints and that does not change any more. */
async function settled(documents: readonly TextDocument[]): Promise<string> {
  let before = '';
  const ask = async (): Promise<string | null> => {
    const answers = await Promise.all(documents.map(answersAbout));
    const now = JSON.stringify(answers, null, 1);
    const isComplete = answers.every(({ hints, found }) => hints.length > 0 && found !== null);
    const isSettled = isComplete && now === before;
    before = now;
    if (isSettled) return now;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return null;
  };
  return eventually('answers that stay the same', ask, patience);
}

async function answersAbout(document: TextDocument) {
  const hints = await inlayHints(document);
  const lenses = (await codeLenses(document)).map(({ command }) => command?.title);
  const found = problems(document).map((one) => `${ruleOf(one)} ${document.getText(one.range)}`);
  return { hints, lenses, found: document.uri.path.endsWith('mistakes.ts') && found.length === 0 ? null : found };
}
