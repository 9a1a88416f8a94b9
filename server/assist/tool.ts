import * as z from 'zod';
import { Failure } from './failure.ts';
import type { Project } from './project.ts';

/** Something that assistants may ask. Nothing that they ask changes a file. */
export interface Tool {
  readonly title: string;
  /** For the assistant: what it is told, when to ask, what to give. */
  readonly description: string;
  /** For people, in a list of tools. */
  readonly summary: string;
  /** What may be given, as JSON Schema. */
  readonly schema: () => Readonly<Record<string, unknown>>;
  /** The answer. @throws Failure when what was given makes no sense, or there is no such thing */
  readonly answer: (input: unknown, project: Project) => Promise<object>;
}

interface Definition<Input extends z.ZodType> extends Pick<Tool, 'title' | 'description' | 'summary'> {
  readonly input: Input;
  answer(input: z.infer<Input>, project: Project): Promise<object>;
}

/** A tool whose input is checked before it is answered. */
export function tool<Input extends z.ZodType>({ input, answer, ...texts }: Definition<Input>): Tool {
  return {
    ...texts,
    schema: () => {
      const { $schema: _, ...schema } = z.toJSONSchema(input, { io: 'input' });
      return schema;
    },
    answer: async (given, project) => {
      const read = input.safeParse(given ?? {}, { error: inWords });
      if (!read.success) throw new Failure(read.error.issues.map(describe).join('; '));
      return answer(read.data, project);
    },
  };
}

/** Where the library's own words say little. */
const inWords: z.core.$ZodErrorMap = ({ input, code }) => {
  if (input === undefined) return 'it is missing';
  return code === 'invalid_union' ? 'it is of a kind that is not taken' : undefined;
};

/** `changes.0.layer: it is missing` */
function describe({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  return path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
}
