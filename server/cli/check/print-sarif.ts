import type { Place } from '../../../core/graph/node.ts';
import type { Problem } from '../../analysis/file-analysis.ts';
import type { PositionRange } from '../../assist/positions.ts';
import { rules } from '../../rules/index.ts';
import { displayUri } from '../files/paths.ts';
import type { CheckedFile } from './checked-file.ts';

const levels: Readonly<Record<Problem['severity'], string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

/** SARIF 2.1.0 (OASIS), as code scanning services read it. */
export function printSarif(files: readonly CheckedFile[], version: string): string {
  const run = {
    tool: {
      driver: {
        name: 'ConvLens',
        version,
        rules: rules.map(({ id, title, severity, docs }) => ({
          id,
          shortDescription: { text: title },
          fullDescription: { text: docs.what },
          help: { text: `${docs.why}\n\n${docs.fix}` },
          defaultConfiguration: { level: levels[severity] },
        })),
      },
    },
    columnKind: 'utf16CodeUnits',
    results: files.flatMap((file) => file.analysis.findings.map((problem) => result(problem, file))),
  };
  return JSON.stringify(
    { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] },
    null,
    2,
  );
}

function result({ rule, severity, message, place, related, fixes }: Problem, file: CheckedFile): object {
  const index = rules.findIndex(({ id }) => id === rule);
  return {
    ruleId: rule,
    ...(index < 0 ? {} : { ruleIndex: index }),
    level: levels[severity],
    message: { text: plain(message) },
    locations: [location(place, file)],
    relatedLocations: related.map((one, id) => ({
      id,
      ...location(one.place, file),
      message: { text: plain(one.message) },
    })),
    fixes: fixes.map(({ title, edits }) => ({
      description: { text: plain(title) },
      artifactChanges: edits.map(({ file: uri, range, newText }) => ({
        artifactLocation: { uri: relativeUri(uri) },
        replacements: [{ deletedRegion: region(file.positions.in(uri, range)), insertedContent: { text: newText } }],
      })),
    })),
  };
}

function location(place: Place, { positions }: CheckedFile): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: relativeUri(place.file) },
      region: region(positions.of(place)),
    },
  };
}

/** The path as a reference of a URI, in which `#`, `?` and `%` mean something. */
function relativeUri(uri: string): string {
  return displayUri(uri).split('/').map(encodeURIComponent).join('/');
}

/** Messages may hold links, `[text](target)`, even plain ones: SARIF 2.1.0, 3.11.6. Those in names are none. */
function plain(message: string): string {
  return message.replace(/\[(?=[^\]]*\]\()/g, '\\[');
}

/** SARIF counts from one. */
function region({ start, end }: PositionRange): object {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
