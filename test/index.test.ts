import { readFileSync } from 'node:fs';
import * as index from 'safe-action';
import * as react from 'safe-action/react';
import * as server from 'safe-action/server';
import * as testing from 'safe-action/testing';
import { expect, it } from 'vitest';

// Every name that an app can import. A change here is a change of the public API: say so in the CHANGELOG.
it('exports exactly these values', () => {
  const kinds = (entry: object) =>
    Object.fromEntries(
      Object.entries(entry)
        .map(([name, value]): [string, string] => [name, typeof value])
        .sort(),
    );
  expect({
    'safe-action': kinds(index),
    'safe-action/react': kinds(react),
    'safe-action/server': kinds(server),
    'safe-action/testing': kinds(testing),
  }).toMatchInlineSnapshot(`
    {
      "safe-action": {
        "ActionDeclinedError": "function",
        "ActionOpenError": "function",
        "DefinitionError": "function",
        "NotInBrowserError": "function",
        "NotSentError": "function",
        "RequestIdError": "function",
        "SafeActionError": "function",
        "absent": "function",
        "background": "function",
        "createSafeActions": "function",
        "declined": "function",
        "defineAction": "function",
        "done": "function",
        "exponential": "function",
        "isSafeActionError": "function",
        "post": "function",
        "processing": "function",
        "unreached": "function",
      },
      "safe-action/react": {
        "OpenActions": "function",
        "SafeActionButton": "object",
        "SafeActionFieldNote": "object",
        "SafeActionProvider": "function",
        "SafeActionStatus": "function",
        "english": "object",
        "fieldProps": "function",
        "german": "object",
        "useOpenActions": "function",
        "useSafeAction": "function",
      },
      "safe-action/server": {
        "AnswerTooLargeError": "function",
        "BodyConsumedError": "function",
        "EffectNotBegunError": "function",
        "OperationError": "function",
        "StoreInUseError": "function",
        "StreamingResponseError": "function",
        "TransactionControlError": "function",
        "TransactionEndedError": "function",
        "createIdempotency": "function",
        "pgliteStore": "function",
        "postgresStore": "function",
        "standardWebhooks": "function",
        "stripeWebhooks": "function",
        "toHonoHandler": "function",
        "toNodeHandler": "function",
      },
      "safe-action/testing": {
        "createEngine": "function",
        "createMemoryServerStore": "function",
        "createWorld": "function",
        "memoryTables": "function",
      },
    }
  `);
});

it('exports exactly these types', () => {
  const types = (entry: string) => {
    const source = readFileSync(new URL(`../src/${entry}.ts`, import.meta.url), 'utf8');
    return [...source.matchAll(/export (type )?\{([^}]*)\}/g)]
      .flatMap(([, type, names = '']) =>
        names
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name && (type || name.startsWith('type ')))
          .map((name) => name.replace(/^type /, '')),
      )
      .sort();
  };
  expect({
    'safe-action': types('index'),
    'safe-action/react': types('react/index'),
    'safe-action/server': types('server/index'),
    'safe-action/testing': types('testing/index'),
  }).toMatchInlineSnapshot(`
    {
      "safe-action": [
        "Action",
        "ActionEvent",
        "ActionOptions",
        "Answer",
        "Backoff",
        "Change",
        "CheckReason",
        "Decline",
        "DefinitionErrorCode",
        "ExponentialOptions",
        "FrozenRequest",
        "Handle",
        "Issue",
        "Kind",
        "OnlineSource",
        "PostOptions",
        "Problem",
        "Round",
        "SafeActions",
        "SafeActionsOptions",
        "Schema",
        "Send",
        "SendContext",
        "Status",
        "Step",
        "View",
        "WaitReason",
      ],
      "safe-action/react": [
        "DataAttributes",
        "FieldProps",
        "Messages",
        "OpenActionParts",
        "OpenActionsProps",
        "Part",
        "SafeActionButtonProps",
        "SafeActionFieldNoteProps",
        "SafeActionHandle",
        "SafeActionProviderProps",
        "SafeActionStatusProps",
        "UseSafeActionOptions",
        "Words",
      ],
      "safe-action/server": [
        "Call",
        "CallFacts",
        "Change",
        "Claim",
        "Claimed",
        "ClientOf",
        "CorsOptions",
        "Delivery",
        "EventFacts",
        "Expected",
        "ExternalHandler",
        "Found",
        "HonoContext",
        "Idempotency",
        "IdempotencyOptions",
        "KeyPlace",
        "LocalHandler",
        "LogEntry",
        "LogKind",
        "LoggedEntry",
        "NodeRequest",
        "NodeResponse",
        "OperationErrorCode",
        "OperationOptions",
        "Pglite",
        "PgliteSession",
        "PgliteStore",
        "PostgresClient",
        "PostgresPool",
        "PostgresStoreOptions",
        "PrincipalOf",
        "Problem",
        "ProblemCode",
        "Purged",
        "Recovery",
        "RequestHandler",
        "Row",
        "RowState",
        "ServerSteps",
        "ServerStore",
        "ServerTransaction",
        "SignatureOptions",
        "SqlStore",
        "SqlStoreOptions",
        "StoredAnswer",
        "Unresolved",
        "Verify",
        "Watermarks",
        "WebhookHandler",
        "WebhookOptions",
      ],
      "safe-action/testing": [
        "Call",
        "Change",
        "Handler",
        "MemoryData",
        "MemoryLocks",
        "MemoryNetwork",
        "MemoryPage",
        "MemoryServerStore",
        "MemoryServerStoreOptions",
        "MemoryStore",
        "MemoryTables",
        "NetworkFault",
        "StoreFault",
        "Tab",
        "TabOptions",
        "VirtualClock",
        "World",
        "WorldOptions",
      ],
    }
  `);
});
