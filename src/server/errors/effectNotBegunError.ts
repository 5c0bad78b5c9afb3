import { SafeActionError } from '../../core/errors/safeActionError.ts';

/** Thrown by an `execute` that can prove that its call never left: the ID is free for the next attempt. */
export class EffectNotBegunError extends SafeActionError {
  override readonly name = 'EffectNotBegunError';

  constructor(options?: ErrorOptions) {
    super('effect_not_begun', 'The effect has not begun: its call did not leave.', options);
  }
}
