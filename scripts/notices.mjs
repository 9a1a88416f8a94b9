// The licences of the packages in the bundles. esbuild says which those are; a package that comes without its text stops the
// build unless the text lies in scripts/licences/.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const textName = /^(licen[cs]e|copying|notice|third-?party-?notice)/i;

/** One text with the licence and the notices of every package of which something is in one of these bundles. */
export function noticesOf(metafiles) {
  const sections = [...bundledPackages(metafiles), ...copied].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const texts = textsOf(join(root, folder), name);
    if (texts.length === 0) {
      throw new Error(`${name}@${version} (${license}) has no licence text: put it into ${suppliedText(name)}.`);
    }
    return `${rule}\n${name} ${version} (${license})\n${rule}\n\n${texts.join('\n\n')}\n`;
  });
  const pictures = hasPictures(metafiles) ? [readFileSync(join(root, 'webview/samples/README.md'), 'utf8')] : [];
  return `${introduction}\n\n${[...sections, ...pictures].join('\n')}`;
}

function hasPictures(metafiles) {
  return metafiles.some(({ inputs }) => Object.keys(inputs).some((path) => path.startsWith('webview/samples/')));
}

const rule = '='.repeat(80);
const introduction =
  'ConvLens contains parts of the packages that are named here, each under the licence that follows.';

/** What is not imported, but has been made into something of ours: the tables of colours. */
const copied = ['node_modules/d3-scale-chromatic'];

/** The folders in node_modules of the packages that gave at least a byte, each once, sorted. */
export function bundledPackages(metafiles) {
  const folders = new Set();
  for (const { outputs } of metafiles) {
    for (const { inputs } of Object.values(outputs)) {
      for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
        const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path.replace(/^[\w-]+:/, '')) ?? [];
        if (folder && bytesInOutput > 0) folders.add(folder);
      }
    }
  }
  return [...folders].sort();
}

function textsOf(folder, name) {
  const own = readdirSync(folder).filter((file) => textName.test(file));
  const texts = own.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  const supplied = join(root, suppliedText(name));
  return existsSync(supplied) ? [...texts, readFileSync(supplied, 'utf8').trim()] : texts;
}

function suppliedText(name) {
  return `scripts/licences/${name.replaceAll('/', '+')}.txt`;
}
