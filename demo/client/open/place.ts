interface Place {
  path: string;
  /** For what is kept without a description. */
  text: string;
}

const places: Record<string, Place> = {
  'checkout.pay': { path: '/', text: 'Your payment' },
  'account.create': { path: '/sign-up', text: 'Your new account' },
  'profile.save': { path: '/profile', text: 'Your profile' },
  'order.cancel': { path: '/orders', text: 'Cancelling your order' },
  'gift.send': { path: '/gift', text: 'Your gift card' },
};

/** Where in this shop an action is at home. */
export function placeOf(name: string): Place {
  return places[name] ?? { path: '/', text: 'Something you began' };
}
