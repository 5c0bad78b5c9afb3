import fc from 'fast-check';
import { OperationError, standardWebhooks, stripeWebhooks, type Verify } from 'safe-action/server';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';

const NOW = Date.UTC(2026, 0, 1);
const now = () => NOW;
const bytes = (text: string) => new TextEncoder().encode(text);

/** As the reference implementation of Standard Webhooks signs. */
function standard(secret: string, body: string, { id = 'msg_1', at = NOW } = {}): Headers {
  return new Headers({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, new Date(at), body),
  });
}

const SECRET = `whsec_${btoa('a secret of the tests, 32 bytes..')}`;
const OTHER = `whsec_${btoa('another secret of the tests......')}`;

describe('Standard Webhooks', () => {
  const verify = standardWebhooks<unknown>(SECRET, { now });

  it('takes what the reference implementation has signed, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.json({ stringUnit: 'binary', maxDepth: 1 }),
        fc.uuid(),
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        async (body, id, secret) => {
          const text = `whsec_${btoa(String.fromCharCode(...secret))}`;
          const headers = standard(text, body, { id });
          const event = await standardWebhooks(text, { now })({ body: bytes(body), headers });
          expect(event).toEqual(JSON.parse(new TextDecoder().decode(bytes(body))));
        },
      ),
      { numRuns: 25 },
    );
  }, 30_000);

  it('takes a secret without its prefix, and Svix’s headers', async () => {
    const headers = standard(SECRET, '{"a":1}');
    const svix = new Headers([...headers].map(([name, value]) => [name.replace('webhook-', 'svix-'), value]));
    expect(
      await standardWebhooks(SECRET.slice(6), { now })({ body: bytes('{"a":1}'), headers: svix }),
    ).toEqual({
      a: 1,
    });
  });

  it.each([
    ['svix-id', 'msg_2'],
    ['svix-timestamp', String(NOW / 1000 + 1)],
    ['svix-signature', 'v1,AAAA'],
  ])(
    'refuses what has %s: %s beside other headers of the standard, whichever is signed',
    async (name, value) => {
      const headers = standard(SECRET, '{}');
      const svix = new Headers([...headers].map(([each, said]) => [each.replace('webhook-', 'svix-'), said]));
      headers.set(name, value);
      svix.set(name.replace('svix-', 'webhook-'), value);
      for (const both of [headers, svix])
        expect(await verify({ body: bytes('{}'), headers: both })).toBeUndefined();
    },
  );

  it('takes what has the same under both prefixes', async () => {
    const headers = standard(SECRET, '{"a":1}');
    for (const [name, value] of [...headers]) headers.set(name.replace('webhook-', 'svix-'), value);
    expect(await verify({ body: bytes('{"a":1}'), headers })).toEqual({ a: 1 });
  });

  it('takes one right signature among several, and one right secret among several', async () => {
    const headers = standard(OTHER, '{}');
    const wrong = new Webhook(`whsec_${btoa('a third one')}`).sign('msg_1', new Date(NOW), '{}');
    headers.set('webhook-signature', `${wrong} v1a,bm9uZQ== v1,%%% ${headers.get('webhook-signature')}`);
    const both = standardWebhooks([SECRET, OTHER], { now });
    expect(await both({ body: bytes('{}'), headers })).toEqual({});
    expect(await verify({ body: bytes('{}'), headers })).toBeUndefined();
  });

  it.each([
    ['its body is changed by a space', {}, '{"a": 1}'],
    ['its ID is another', { 'webhook-id': 'msg_2' }, '{"a":1}'],
    ['its time is another', { 'webhook-timestamp': String(NOW / 1000 + 1) }, '{"a":1}'],
    ['its time is no number', { 'webhook-timestamp': 'soon' }, '{"a":1}'],
    ['its signature is empty', { 'webhook-signature': 'v1,' }, '{"a":1}'],
    ['its signature is cut', { 'webhook-signature': 'v1,AAAA' }, '{"a":1}'],
    ['its signature is of another version', { 'webhook-signature': 'v2,AAAA' }, '{"a":1}'],
    ['it has no ID', { 'webhook-id': '' }, '{"a":1}'],
  ])('refuses a delivery if %s', async (_why, changed, body) => {
    const headers = standard(SECRET, '{"a":1}');
    for (const [name, value] of Object.entries(changed)) headers.set(name, value);
    expect(await verify({ body: bytes(body), headers })).toBeUndefined();
  });

  it.each([
    [-300, true],
    [300, true],
    [-301, false],
    [301, false],
  ])('a delivery that is %i s from now: taken %s', async (seconds, taken) => {
    const headers = standard(SECRET, '{}', { at: NOW + seconds * 1000 });
    expect((await verify({ body: bytes('{}'), headers })) !== undefined).toBe(taken);
  });

  it.each([[''], ['whsec_'], ['whsec_%'], [[]]])('does not start with the secret %j', (secret) => {
    expect(() => standardWebhooks(secret)).toThrow(OperationError);
  });
});

describe('Stripe’s scheme', () => {
  // Made by stripe-node 23.1.0, webhooks.generateTestHeaderString({ payload, secret, timestamp: 1767225600 }).
  const payload = '{"id":"evt_1","object":"event","über":"\u{1f600}"}';
  const header = 't=1767225600,v1=54bcbc2776232f27fb7c56ab063a3dda969e21403598b987951ecbf4bdb78aac';
  const verify: Verify<unknown> = stripeWebhooks('whsec_test_secret', { now });
  const asking = (value: string, body = payload, by = verify) =>
    by({ body: bytes(body), headers: new Headers({ 'stripe-signature': value }) });

  it('takes what Stripe’s own library has signed', async () => {
    expect(await asking(header)).toEqual({ id: 'evt_1', object: 'event', über: '\u{1f600}' });
  });

  it('takes one right signature among several, whatever the order and the other schemes', async () => {
    const [t, v1] = header.split(',');
    expect(await asking(`v0=00,${v1}, ${t},v1=${'00'.repeat(32)}`)).toBeDefined();
    const rotated = stripeWebhooks(['whsec_new', 'whsec_test_secret'], { now });
    expect(await asking(header, payload, rotated)).toBeDefined();
  });

  it.each([
    ['its body is changed', header, `${payload} `],
    ['its time is changed', header.replace('600', '601'), payload],
    ['it is signed by the test scheme alone', header.replace('v1', 'v0'), payload],
    ['its signature is no hex', header.replace('54bc', 'zzzz'), payload],
    ['it has no time', header.split(',')[1] ?? '', payload],
    ['it is empty', '', payload],
    ['it is only commas', ',,,=,=', payload],
  ])('refuses a delivery if %s', async (_why, value, body) => {
    expect(await asking(value, body)).toBeUndefined();
  });

  it('refuses a delivery that is more than five minutes old', async () => {
    const later = stripeWebhooks('whsec_test_secret', { now: () => NOW + 300_001 });
    expect(await asking(header, payload, later)).toBeUndefined();
  });

  it('does not start without a secret', () => {
    expect(() => stripeWebhooks('')).toThrow(OperationError);
  });
});
