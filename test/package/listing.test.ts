import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/setup/run.mjs';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const english: Readonly<Record<string, string>> = JSON.parse(read('package.nls.json'));
/** With its texts in English, as the editor and listings show it. */
const manifest = JSON.parse(read('package.json'), (_, value) =>
  typeof value === 'string' ? value.replace(/^%(.+)%$/, (text, key: string) => english[key] ?? text) : value,
);
const listing = read('docs/marketplace.md');
const commands: readonly string[] = manifest.contributes.commands.map(({ command }: { command: string }) => command);

/** Links and pictures of a Markdown text, besides those within the page. */
const targets = (text: string): string[] => [...text.matchAll(/\]\(([^)#][^)]*)\)/g)].map(([, target = '']) => target);

describe('the listing', () => {
  it('has an icon that listings take', () => {
    expect(decode(readFileSync(join(root, manifest.icon)))).toMatchObject({ width: 256, height: 256 });
  });

  it('is found by what it is about', () => {
    expect(manifest.keywords.length).toBeGreaterThan(5);
    expect(manifest.keywords.length).toBeLessThanOrEqual(30);
    expect(manifest).toMatchObject({ pricing: 'Free', qna: false, galleryBanner: { theme: 'dark' } });
  });

  it('leads nowhere that may not exist', () => {
    expect(targets(listing)).toEqual([]);
    expect(targets(read('docs/package.md'))).toEqual([]);
    for (const field of ['repository', 'homepage', 'bugs', 'badges']) expect(manifest).not.toHaveProperty(field);
  });

  it.each(['README.md', 'docs/marketplace.md'])('%s names every command and every setting', (page) => {
    const text = read(page);
    for (const { title } of manifest.contributes.commands) {
      const short = title.replace(' Beside', '');
      expect(text, title).toContain(short);
    }
    for (const setting of Object.keys(manifest.contributes.configuration.properties)) {
      if (!setting.startsWith('convlens.rules.')) expect(text).toContain(`\`${setting}\``);
    }
    expect(text).toContain('Nothing is collected or sent.');
  });

  it('has links in README.md that lead to files', () => {
    expect(targets(read('README.md')).filter((target) => !existsSync(join(root, target)))).toEqual([]);
  });
});

interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly markdown?: string; readonly image?: string; readonly altText?: string };
  readonly completionEvents: readonly string[];
}

describe.each<Step>(manifest.contributes.walkthroughs[0].steps)('the step $id of the walkthrough', (step) => {
  it('shows a file that is there', () => {
    const { markdown, image, altText } = step.media;
    expect(existsSync(join(root, markdown ?? image ?? 'none'))).toBe(true);
    if (image) expect(altText).toBeTruthy();
  });

  it('calls commands that exist', () => {
    for (const target of targets(step.description)) {
      const [, command = '', query] = /^command:([\w.]+)(?:\?(.*))?$/.exec(target) ?? [];
      if (command.startsWith('convlens.')) expect(commands).toContain(command);
      else expect(command).toMatch(/^workbench\.action\./);
      if (query !== undefined) expect(JSON.parse(decodeURIComponent(query))).toHaveLength(1);
    }
    for (const event of step.completionEvents) expect(event).toMatch(/^on(Command|Context|View):[\w.]+$/);
  });
});
