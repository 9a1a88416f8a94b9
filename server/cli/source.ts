import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AnalysisOptions, analyseFile, type FileAnalysis, type Problem } from '../analysis/file-analysis.ts';
import { mentionsModel } from '../analysis/front-end.ts';
import type { RuleSettings } from '../analysis/severity.ts';
import type { AnalysedFile } from '../assist/analysed-file.ts';
import { Failure } from '../assist/failure.ts';
import { Positions } from '../assist/positions.ts';
import type { FileHost } from '../frontends/frontend.ts';
import { syntaxFault } from '../frontends/typescript/modules/syntax-fault.ts';
import { createFileHost } from './files/file-host.ts';
import { displayUri, uriOf } from './files/paths.ts';
import { largestText, readText } from './files/read-file.ts';
import { decodeText, type Encoding } from './files/text-encoding.ts';

/** A file to be read: from disk, or from standard input under the name that was given for it. */
export interface Source {
  readonly uri: string;
  readonly text: string;
  readonly encoding: Encoding;
  readonly host: FileHost;
}

/** Standard input, when `-` stands for it. @throws Failure without a name, which tells the language */
export async function standardInput(filename: string | undefined): Promise<Source> {
  if (!filename) throw new Failure('reading standard input needs --stdin-filename, which tells the language');
  const uri = pathToFileURL(path.resolve(filename)).href;
  const { text, encoding } = decodeText(await readStandardInput());
  const disk = createFileHost();
  return { uri, text, encoding, host: { read: (asked) => (asked === uri ? text : disk.read(asked)) } };
}

/** A file that was named. @throws Failure when it can't be read */
export function sourceOf(file: string, host: FileHost = createFileHost()): Source {
  return { uri: uriOf(file), ...readText(file), host };
}

async function readStandardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > largestText) throw new Failure('standard input has no end that could be read');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** As an editor would show it, with what the editor's own language service says there: that a program is unfinished. */
export function analyseSource({ uri, text, host }: Source, options: AnalysisOptions = {}): FileAnalysis {
  const analysis = analyseFile(uri, text, host, options);
  const fault = mentionsModel(text) ? syntaxFault(uri, text) : null;
  if (fault === null) return analysis;
  const message = `The program is unfinished: ${fault.message} What stands behind that may be misread.`;
  const place = { file: uri, range: fault.range };
  const unfinished: Problem = { rule: 'syntax', severity: 'error', message, place, related: [], fixes: [] };
  return { ...analysis, findings: [unfinished, ...analysis.findings] };
}

/** A source and what was found in it, as the command line tells it. */
export function analysedFile(
  { uri, text, host }: Source,
  analysis: FileAnalysis,
  { rules = {}, nameOf = displayUri }: { rules?: RuleSettings; nameOf?: (uri: string) => string } = {},
): AnalysedFile {
  const read = (file: string): string | null => {
    const found = file === uri ? text : host.read(file);
    return found === 'pending' ? null : found;
  };
  return { name: nameOf(uri), analysis, positions: new Positions(read, nameOf), rules };
}
