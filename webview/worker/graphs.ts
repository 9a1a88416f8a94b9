import type { Graph } from '../../core/graph/node.ts';

/** An edit gives a model a new number, so that only the latest are asked for. */
const most = 4;

/** Graphs that the page has sent, by the model's number. Of more than a few the oldest go; the page can send them again. */
export class Graphs {
  private readonly graphs = new Map<number, Graph>();

  keep(model: number, graph: Graph): void {
    this.graphs.delete(model);
    this.graphs.set(model, graph);
    const [oldest] = this.graphs.keys();
    if (this.graphs.size > most && oldest !== undefined) this.graphs.delete(oldest);
  }

  get(model: number): Graph | undefined {
    return this.graphs.get(model);
  }
}
