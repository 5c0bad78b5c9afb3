/** `npm run prove:server`: every step and every client, where `npm test` takes a share of them. */
export const long: boolean = process.env.SAFE_ACTION_PROVE === 'long';
