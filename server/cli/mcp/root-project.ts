import { realpathSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { AnalysisOptions } from '../../analysis/file-analysis.ts';
import type { AnalysedFile } from '../../assist/analysed-file.ts';
import { Failure } from '../../assist/failure.ts';
import { mayHoldModel } from '../../assist/may-hold-model.ts';
import type { Project } from '../../assist/project.ts';
import { parsePartUri } from '../../frontends/file-part.ts';
import type { FileHost } from '../../frontends/frontend.ts';
import { projectCallers } from '../callers.ts';
import { createFileHost } from '../files/file-host.ts';
import { isWithin } from '../files/paths.ts';
import { reasonOf } from '../files/reason.ts';
import { expandPaths } from '../files/search-files.ts';
import { parseRevision, sourceAt } from '../revision/source-at.ts';
import { analysedFile, analyseSource, type Source, sourceOf } from '../source.ts';

/** More files than these are no project of a person, who had better say which are meant. */
const mostFiles = 5_000;

/**
 * The files in a folder, which is where the process works, as they are now. What lies outside is neither read nor said to
 * exist, whatever a path, a link or an import says.
 */
export function rootProject(root: string, signal: AbortSignal): Project {
  const host = hostWithin(root);
  const callersOf = projectCallers(root);
  const analysed = (source: Source, options: AnalysisOptions): AnalysedFile =>
    analysedFile(source, analyseSource(source, options), { rules: options.rules ?? {} });
  return {
    async open(given, { call, rules = {} }) {
      const past = parseRevision(given);
      if (past === null) {
        const source = sourceOf(inside(root, given), host);
        return analysed(source, { rules, ...(call ? { call } : { callers: callersOf(source.uri) }) });
      }
      const source = sourceAt(lexicallyInside(root, past.file), past.revision);
      const { callers, nameOf } = source;
      return analysedFile(source, analyseSource(source, { rules, ...(call ? { call } : { callers }) }), {
        rules,
        nameOf,
      });
    },
    async *openAll(paths, { call, rules = {} }) {
      const { files, named } = await expandPaths(
        paths.map((given) => lexicallyInside(root, given)),
        mostFiles,
      );
      for (const file of files) {
        // So that what was cancelled meanwhile is heard of.
        await setImmediate();
        if (signal.aborted) throw new Failure('it was cancelled');
        const source = named.has(file) ? sourceOf(inside(root, file), host) : readableSource(file, host);
        if (source) yield analysed(source, { rules, callers: callersOf(source.uri), ...(call ? { call } : {}) });
      }
    },
  };
}

/** A file that was come upon and can't be read, or holds no model, is passed over. */
function readableSource(file: string, host: FileHost): Source | null {
  try {
    const source = sourceOf(file, host);
    return mayHoldModel(source) && host.read(source.uri) !== null ? source : null;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

function lexicallyInside(root: string, given: string): string {
  const file = path.resolve(root, given.startsWith('file:') ? pathOf(given) : given);
  if (!isWithin(file, root)) throw new Failure(`${given} is outside of ${root}, and nothing else is read`);
  return file;
}

function pathOf(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch {
    throw new Failure(`${uri} is no file`);
  }
}

/** The file that a path names, wherever links lead. @throws Failure when that is outside */
function inside(root: string, given: string): string {
  const file = lexicallyInside(root, given);
  let real: string;
  try {
    real = realpathSync(file);
  } catch (error) {
    throw new Failure(`${given}: ${reasonOf(error)}`);
  }
  if (!isWithin(real, root)) throw new Failure(`${given} leads out of ${root}, and nothing else is read`);
  return file;
}

/** Imports and weights outside are as if they were not there. */
function hostWithin(root: string): FileHost {
  const host = createFileHost();
  return {
    read: (uri) => {
      if (!uri.startsWith('file:')) return null;
      const file = fileURLToPath(parsePartUri(uri)?.uri ?? uri);
      try {
        return isWithin(realpathSync(file), root) ? host.read(uri) : null;
      } catch {
        return null;
      }
    },
  };
}
