import type { View } from 'safe-action';

/** How it stands, to follow “Your payment of €20.00 from 14:02 …”. */
export function standing(view: View): string {
  switch (view.status) {
    case 'pending':
      return 'is being confirmed.';
    case 'wait':
      return view.reason === 'offline' ? 'waits until you are online.' : 'is being confirmed.';
    case 'retry':
      return 'did not happen.';
    case 'check':
      return 'is not confirmed.';
    case 'declined':
      return 'was refused.';
    case 'done':
      return 'went through.';
    case 'idle':
      return 'is over.';
  }
}
