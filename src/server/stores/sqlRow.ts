import type { Row, RowState, StoredAnswer } from '../row.ts';
import type { SqlRecord } from './sqlSession.ts';

/** A row as the statements of this folder select it. */
export function rowOf(record: SqlRecord): Row {
  return {
    requestId: record.request_id as string,
    principal: record.principal as string,
    operation: record.operation as string,
    fingerprint: record.fingerprint as string,
    uniqueKey: record.unique_key as string | null,
    state: record.state as RowState,
    fence: record.fence as number,
    leaseUntil: record.lease_until as number,
    createdAt: record.created_at as number,
    startedAt: record.started_at as number | null,
    answer: answerOf(record),
  };
}

function answerOf({ status, headers, body }: SqlRecord): StoredAnswer | null {
  if (status === null) return null;
  return {
    status: status as number,
    headers: headers === null ? [] : (JSON.parse(headers as string) as StoredAnswer['headers']),
    body: body as Uint8Array | null,
  };
}
