import { announced } from './announced.ts';
import { bounded } from './bounded.ts';
import { commitFirst } from './commitFirst.ts';
import type { Law } from './law.ts';
import { noFalseClaims } from './noFalseClaims.ts';
import { noNewId } from './noNewId.ts';
import { oneEffect } from './oneEffect.ts';
import { oneId } from './oneId.ts';
import { oneSender } from './oneSender.ts';
import { isPrivate } from './private.ts';
import { sameBytes } from './sameBytes.ts';
import { stale } from './stale.ts';
import { takenAlong } from './takenAlong.ts';
import { tapped } from './tapped.ts';
import { unprotected } from './unprotected.ts';
import { untouched } from './untouched.ts';

/** What is looked at in every step. What must be true in the end is in `ending.ts`. */
export const every: readonly Law[] = [
  oneEffect,
  oneId,
  takenAlong,
  commitFirst,
  oneSender,
  noNewId,
  sameBytes,
  bounded,
  tapped,
  noFalseClaims,
  untouched,
  isPrivate,
  stale,
  unprotected,
  announced,
];
