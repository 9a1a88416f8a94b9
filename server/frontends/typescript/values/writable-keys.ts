/** The names of the fields of `T` that are not `readonly`. */
export type WritableKeys<T> = {
  [K in keyof T]-?: IsSame<{ [P in K]: T[P] }, { -readonly [P in K]: T[P] }> extends true ? K : never;
}[keyof T];

/** Whether two types are identical: assignability alone does not see `readonly`. */
type IsSame<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
