/** The values that were asked for last, at most so many. */
export class Recent<Key, Value> {
  private readonly most: number;
  private readonly values = new Map<Key, Value>();

  constructor(most: number) {
    this.most = most;
  }

  get(key: Key, make: () => Value): Value {
    const value = this.values.get(key) ?? make();
    this.values.delete(key);
    this.values.set(key, value);
    const [oldest] = this.values.keys();
    if (this.values.size > this.most && oldest !== undefined) this.values.delete(oldest);
    return value;
  }

  clear(): void {
    this.values.clear();
  }
}
