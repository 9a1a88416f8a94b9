import { describe, expect, it } from 'vitest';
import { Stopped, Work } from '../../core/graph/work.ts';
import { analyseFile, type FileAnalysis } from '../../server/analysis/file-analysis.ts';
import { hostileInputs } from './inputs.ts';
import { hostilePrograms } from './programs.ts';

const host = { read: () => null };

/** Says what it has found: the model, or where it stopped. A limit of the work is the only one that may hide it. */
function expectAnswer({ models, findings }: FileAnalysis): void {
  const limits = findings.filter(({ rule }) => rule === 'budget');
  expect(limits.length).toBeLessThanOrEqual(1);
  for (const { severity } of limits) expect(severity).toBe('info');
  if (limits.length === 0) expect(models.length + findings.length).toBeGreaterThan(0);
}

/** In units of work, what most of them are found out after: whatever numbers stand in them. */
const little = 1_000_000;
const some = 4_000_000;

/** What takes more, because it is long or never comes to an end. */
const bounds: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    [
      'three nested loops',
      'a long list, searched often',
      'a long list, changed where it is not known whether',
      'a list concatenated with itself',
      'a typed array, set often',
      'long lists, kept',
      'long empty lists, kept',
      'models in models',
      'models in models, twice each',
      'a circle',
      'very many scripts in a page',
    ].map((name) => [name, some]),
  ),
  ...Object.fromEntries(
    [
      'recursion that doubles',
      'a long list, sorted often',
      'very many cases of what is not known',
      'layers with a very long name',
      'layers with a very long word',
      'layers without end, as a loop is typed',
      'a million layers',
      'each layer on all before it',
      'each of very many layers on all before it',
      'one layer applied very often',
      'one model applied often',
      'one model applied very often',
      'very many findings of one kind',
      'very many models',
      'very many models, all of them wrong',
      'very many models of very many outputs',
      'models in models, each of them twice',
      'very many layers',
      'very many layers, no two connected',
      'layers of one name',
      'references that lead nowhere',
      'wrong groups in very many layers',
      'very many keys that no layer has',
      'weights of very many layers that are not there',
    ].map((name) => [name, new Work().units]),
  ),
};

function boundOf(name: string): number {
  return bounds[name.replace(/, (?:before|after) a model$/, '')] ?? little;
}

it('every bound is that of an input', () => {
  const names = new Set(hostileInputs.map(({ name }) => name.replace(/, (?:before|after) a model$/, '')));
  expect(Object.keys(bounds).filter((name) => !names.has(name))).toEqual([]);
});

describe('the analysis of a hostile file ends and says what it has found', () => {
  it.each(hostileInputs)('$name', { timeout: 60_000 }, ({ name, uri, text }) => {
    const work = new Work();
    const analysis = analyseFile(uri, text(), host, { work });
    expectAnswer(analysis);
    expect(work.spent).toBeGreaterThan(0);
    expect(work.spent).toBeLessThanOrEqual(boundOf(name));
    const isTold = analysis.findings.some(({ rule }) => rule === 'budget');
    if (/a model$/.test(name) && !isTold) {
      expect(analysis.models.map(({ totals }) => totals.params.total)).toContain(10);
    }
  });
});

it('a hostile file ends at once when it is cancelled, without an answer', () => {
  const text = hostilePrograms['three nested loops, before a model'] ?? '';
  let asked = 0;
  const work = new Work(undefined, () => ++asked > 2);
  expect(() => analyseFile('file:///hostile.ts', text, host, { work })).toThrow(Stopped);
  expect(asked).toBe(3);
});

it('the same file gives the same answer whatever was analysed before it', () => {
  const text = hostilePrograms['objects without end, before a model'] ?? '';
  const problems = () => analyseFile('file:///hostile.ts', text, host).findings;
  expect(problems()).toEqual(problems());
});

it('a loop that applies one model over and over builds a model, however long it takes', () => {
  const text = hostilePrograms['one model applied often'] ?? '';
  const { models, findings } = analyseFile('file:///hostile.ts', text, host);
  expect(findings.filter(({ rule }) => rule === 'budget')).toEqual([]);
  expect(models.map(({ graph }) => graph.nodes.length)).toContain(5_001);
});
