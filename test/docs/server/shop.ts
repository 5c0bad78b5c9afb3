import pg from 'pg';

/** What the examples import as "yours". Nothing connects before it is used. */
export const pool: pg.Pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

export const secret = 'a secret of the documents';

export function userOf(request: Request): string | null {
  return request.headers.get('authorization');
}

export interface Charge {
  id: string;
}

export const provider: {
  charge(amount: number, options: { idempotencyKey: string }): Promise<Charge>;
  find(idempotencyKey: string): Promise<Charge | undefined>;
} = {
  charge: async (_amount, { idempotencyKey }) => ({ id: idempotencyKey }),
  find: async () => undefined,
};
