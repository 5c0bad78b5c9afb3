// biome-ignore-all lint/suspicious/noExplicitAny: a definition of any input must fit, and `unknown` is not bivariant
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

/** The schema's output, or its issues. A schema that throws, or says nothing, is an issue: bad input never crashes. */
export async function validate<Output>(
  schema: Schema<any, Output> | undefined,
  value: unknown,
): Promise<SchemaResult<Output>> {
  if (!schema) return { value: value as Output };
  try {
    return (
      (await schema['~standard'].validate(value)) ?? { issues: [{ message: 'The schema gave no result.' }] }
    );
  } catch (error) {
    return { issues: [{ message: error instanceof Error ? error.message : String(error) }] };
  }
}
