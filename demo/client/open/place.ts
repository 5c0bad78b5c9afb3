const places: Record<string, string> = {
  'checkout.pay': '/',
  'account.create': '/sign-up',
  'profile.save': '/profile',
  'order.cancel': '/orders',
  'gift.send': '/gift',
};

/** Where in this shop an action is at home. */
export function pathOf(name: string): string {
  return places[name] ?? '/';
}

/** Its own page is on the screen and shows it: the checkout shows the payment of its own cart only. */
export function isOnScreen(
  name: string,
  subject: string,
  location: string,
  cartId: string | undefined,
): boolean {
  return pathOf(name) === location && (location !== '/' || subject === cartId);
}
