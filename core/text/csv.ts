import { visible } from './visible.ts';

/**
 * A cell of CSV (RFC 4180) that a spreadsheet takes for text or a number: what begins like a formula gets an apostrophe in
 * front of it (OWASP, "CSV Injection").
 */
export function csvCell(text: string): string {
  const shown = visible(text);
  const inert = beginsFormula.test(shown) && !isNumber.test(shown) ? `'${shown}` : shown;
  return /[",]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** Spaces in front of it do not stop every spreadsheet. */
const beginsFormula = /^\s*[=+\-@＝＋－＠]/;
const isNumber = /^-?\d+(\.\d+)?$/;
