/** Which frames of the film are on screen. */
export class VisibleFrames {
  private readonly keys = new Set<string>();
  private readonly observer: IntersectionObserver;

  constructor(changed: (keys: ReadonlySet<string>) => void) {
    this.observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const key = target.getAttribute('data-key');
        if (key === null) continue;
        if (isIntersecting) this.keys.add(key);
        else this.keys.delete(key);
        if (!target.isConnected) this.observer.unobserve(target);
      }
      changed(this.keys);
    });
  }

  /** Watches a frame for as long as it is in the page. The same function each time, so that drawing again does nothing. */
  readonly watch = (frame: Element | undefined): void => {
    if (frame) this.observer.observe(frame);
  };
}
