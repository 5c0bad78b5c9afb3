export { type HonoContext, toHonoHandler } from './adapters/honoHandler.ts';
export { type NodeResponse, toNodeHandler } from './adapters/nodeHandler.ts';
export type { NodeRequest } from './adapters/nodeRequest.ts';
export type { PrincipalOf } from './admit.ts';
export type { Call, CallFacts } from './call.ts';
export type { CorsOptions } from './cors.ts';
export { AnswerTooLargeError } from './errors/answerTooLargeError.ts';
export { BodyConsumedError } from './errors/bodyConsumedError.ts';
export { EffectNotBegunError } from './errors/effectNotBegunError.ts';
export { OperationError, type OperationErrorCode } from './errors/operationError.ts';
export { StoreInUseError } from './errors/storeInUseError.ts';
export { StreamingResponseError } from './errors/streamingResponseError.ts';
export { TransactionControlError } from './errors/transactionControlError.ts';
export { TransactionEndedError } from './errors/transactionEndedError.ts';
export {
  createIdempotency,
  type Idempotency,
  type IdempotencyOptions,
  type RequestHandler,
} from './idempotency.ts';
export type { LogEntry, LoggedEntry, LogKind } from './logEntry.ts';
export type { ExternalHandler, LocalHandler, OperationOptions, Recovery } from './operation.ts';
export type { Problem, ProblemCode } from './problem.ts';
export type { KeyPlace } from './requestKey.ts';
export type { Unresolved } from './resolve.ts';
export type { Row, RowState, StoredAnswer } from './row.ts';
export { standardWebhooks } from './standardWebhooks.ts';
export type {
  Change,
  Claim,
  Claimed,
  Expected,
  Found,
  Purged,
  ServerSteps,
  ServerStore,
  ServerTransaction,
} from './store.ts';
export { type Pglite, type PgliteSession, type PgliteStore, pgliteStore } from './stores/pgliteStore.ts';
export type { PostgresClient, PostgresPool } from './stores/postgresDatabase.ts';
export { type ClientOf, type PostgresStoreOptions, postgresStore } from './stores/postgresStore.ts';
export type { SqlStore, SqlStoreOptions } from './stores/sqlStore.ts';
export { stripeWebhooks } from './stripeWebhooks.ts';
export type { Watermarks } from './watermark.ts';
export type { EventFacts } from './webhookEvent.ts';
export type { WebhookHandler, WebhookOptions } from './webhookOptions.ts';
export type { Delivery, SignatureOptions, Verify } from './webhookSignature.ts';
