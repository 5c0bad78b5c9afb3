import * as z from 'zod/mini';

// Zod compiles validators with `new Function` where it may; the Content-Security-Policy of this shop forbids that.
// Said before the first schema, so that Zod does not even try.
z.config({ jitless: true });

/** Amounts are cents. Of the card there is a token only: what is stored in the browser must be worth nothing. */
export const PayInput = z.object({
  cartId: z.string(),
  amount: z.int().check(z.positive('Your cart is empty.')),
  card: z.enum(['tok_visa', 'tok_declined']),
});

export const Receipt = z.object({
  id: z.string(),
  orderId: z.string(),
  cartId: z.string(),
  amount: z.number(),
  last4: z.string(),
  at: z.number(),
});

export const SignUpInput = z.object({
  email: z.string().check(z.email('Enter an e-mail address, like name@example.com.')),
  password: z.string().check(z.minLength(8, 'Use at least 8 characters.')),
});

export const Account = z.object({ id: z.string(), label: z.string() });

export const ProfileInput = z.object({
  name: z
    .string()
    .check(z.trim(), z.minLength(1, 'Enter a name.'), z.maxLength(60, 'Use at most 60 characters.')),
});

export const Profile = z.object({ name: z.string() });

export const CancelInput = z.object({ orderId: z.string() });

export const Order = z.object({
  id: z.string(),
  text: z.string(),
  amount: z.number(),
  at: z.number(),
  status: z.enum(['paid', 'cancelled']),
});

export const GiftInput = z.object({
  email: z.string().check(z.email('Enter an e-mail address, like name@example.com.')),
  amount: z.int(),
});

export const Gift = z.object({ id: z.string() });

export const Line = z.object({ id: z.string(), name: z.string(), price: z.number(), quantity: z.number() });

/** `receiptId` is set once the cart is paid. */
export const Cart = z.object({ id: z.string(), lines: z.array(Line), receiptId: z.optional(z.string()) });

export type Receipt = z.infer<typeof Receipt>;
export type Account = z.infer<typeof Account>;
export type Order = z.infer<typeof Order>;
export type Line = z.infer<typeof Line>;
export type Cart = z.infer<typeof Cart>;
