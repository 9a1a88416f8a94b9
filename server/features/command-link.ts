import type { CommandArguments } from '../protocol.ts';

/** A Markdown link that runs a command of the client. */
export function commandLink(title: string, command: string, argument: CommandArguments): string {
  return `[${title}](command:${command}?${encodeURIComponent(JSON.stringify([argument]))})`;
}
