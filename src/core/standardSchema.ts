// biome-ignore-all lint/suspicious/noExplicitAny: a definition of any input must fit, and `unknown` is not bivariant
import type { Clock } from './ports.ts';

/** Any validator that speaks Standard Schema (standardschema.dev), such as Zod, Valibot or ArkType. */
export interface Schema<Input, Output> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly Issue[] };

/** One thing wrong with an input: the words, and where. */
export interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** How long a check may take: whoever waits for it waits no longer. */
export interface Limit {
  clock: Pick<Clock, 'after'>;
  ms: number;
}

/** What a check comes to that did not end in time: nothing is known of the value. */
export const LATE = { issues: [{ message: 'The check of it did not end in time.' }] } as const;

/**
 * The schema's output, or its issues. A schema that throws, says nothing, or takes longer than its limit, is an issue:
 * bad input never crashes.
 */
export async function validate<Output>(
  schema: Schema<any, Output> | undefined,
  value: unknown,
  limit?: Limit,
): Promise<SchemaResult<Output>> {
  if (!schema) return { value: value as Output };
  let cancel: (() => void) | undefined;
  try {
    const late = new Promise<SchemaResult<Output>>((resolve) => {
      cancel = limit?.clock.after(limit.ms, () => resolve(LATE));
    });
    return (
      (await Promise.race([schema['~standard'].validate(value), late])) ?? {
        issues: [{ message: 'The schema gave no result.' }],
      }
    );
  } catch (error) {
    return { issues: [{ message: error instanceof Error ? error.message : String(error) }] };
  } finally {
    cancel?.();
  }
}
