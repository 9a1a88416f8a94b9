/** The files that have kept others waiting, the last ones of them. They stay that when they are closed and opened again. */
export class HeavyFiles {
  readonly #uris = new Set<string>();

  has(uri: string): boolean {
    return this.#uris.has(uri);
  }

  add(uri: string, isOpen: (uri: string) => boolean): void {
    this.#uris.add(uri);
    const closed = [...this.#uris].filter((each) => !isOpen(each) && each !== uri);
    for (const each of closed.slice(0, Math.max(0, this.#uris.size - mostFiles))) this.#uris.delete(each);
  }
}

const mostFiles = 100;
