import * as z from 'zod/mini';
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

interface Definition<Input extends z.ZodMiniType> extends Pick<Tool, 'title' | 'description' | 'summary'> {
  readonly input: Input;
  answer(input: z.infer<Input>, project: Project): Promise<object>;
}

/** A tool whose input is checked before it is answered. */
export function tool<Input extends z.ZodMiniType>({ input, answer, ...texts }: Definition<Input>): Tool {
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

/** The library's smaller half brings no words along. */
const inWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.input === undefined) return 'it is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `it has to be of the type ${issue.expected}`;
    case 'invalid_value':
      return `it has to be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return issue.origin === 'number' ? 'it has to be positive' : 'it is empty';
    case 'unrecognized_keys':
      return `there is no ${issue.keys.join(', ')} to be given`;
    default:
      return 'it is of a kind that is not taken';
  }
};

/** `changes.0.layer: it is missing` */
function describe({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  return path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
}
