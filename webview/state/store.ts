import { initialState, type Settings, type State } from './state.ts';

/** Holds the state and tells the page to draw, at most once a frame. */
export class Store {
  state: State = initialState;
  private readonly draw: (state: State) => void;
  private scheduled = false;

  constructor(draw: (state: State) => void) {
    this.draw = draw;
  }

  update(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    this.redraw();
  }

  updateSettings(change: Partial<Settings>): void {
    this.update({ settings: { ...this.state.settings, ...change } });
  }

  redraw(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      this.draw(this.state);
    });
  }
}
