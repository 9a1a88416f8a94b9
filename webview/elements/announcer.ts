/** At most four sentences a second: a screen reader that is told more tells nothing. */
const pause = 250;

/** A live region that says what the pointer or the keys read, without getting in its own way. */
export class Announcer extends HTMLElement {
  private wanted = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    this.setAttribute('role', 'status');
    this.setAttribute('aria-live', 'polite');
    this.className = 'visually-hidden';
  }

  disconnectedCallback(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  set text(text: string) {
    if (text === this.wanted) return;
    this.wanted = text;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.textContent = this.wanted;
    }, pause);
  }
}
