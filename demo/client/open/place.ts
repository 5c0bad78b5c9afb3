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

/** Its own page is on the screen and shows it: the checkout shows the payment of its own cart only. */
export function isOnScreen(
  name: string,
  subject: string,
  location: string,
  cartId: string | undefined,
): boolean {
  return placeOf(name).path === location && (location !== '/' || subject === cartId);
}
