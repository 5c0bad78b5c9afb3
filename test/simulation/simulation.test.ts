import { expect, it, vi } from 'vitest';
import { explore } from './explore.ts';
import { live } from './live.ts';
import { planOf } from './plan.ts';

vi.setConfig({ testTimeout: 120_000 });

it('lives 300 actions in virtual browsers without breaking a law', async () => {
  const { lives, broken } = await explore(1, 1, 300);
  expect(broken).toEqual([]);
  expect(lives).toBeGreaterThanOrEqual(300);
});

it('lets every kind of fault come, so that none is missing unnoticed', async () => {
  const { faults } = await explore(3_000_001, 1, 3000);
  const { faults: stalls } = await explore(100_000_001, 1, 100);
  const from = (statuses: number[], whence: string) => statuses.map((status) => `${status} ${whence}`);
  expect(Object.keys({ ...faults, ...stalls }).sort()).toEqual(
    [
      ...from([401, 403, 404, 408, 409, 429, 500, 502, 503], 'from a gateway'),
      ...from([408, 429, 500, 502, 503, 504], 'in place of the answer'),
      ...['refused', 'lost', 'late', 'doubled'].map((what) => `request ${what}`),
      ...['late', 'lost', 'never comes'].map((what) => `answer ${what}`),
      ...['open', 'read', 'write', 'commit', 'report'].map((step) => `store fails at ${step}`),
      ...['store hangs', 'store absent', 'data cleared', 'row of a newer version', 'deploy'],
      ...['crashes', 'is suspended', 'reloads', 'closes', 'goes into the back/forward cache'].map(
        (what) => `tab ${what}`,
      ),
      ...['another tab opens', 'user changes', 'scope unknown', 'offline'],
      ...[
        'clock set back',
        'clock set forward',
        'server dies',
        'server dies before a step',
        'server is suspended',
      ],
    ].sort(),
  );
});

it('tells the same story for the same seed, step by step', async () => {
  for (const seed of [7, 19, 302]) {
    const first: string[] = [];
    const second: string[] = [];
    await Promise.all([live(planOf(seed), first), live(planOf(seed + 1))]);
    await live(planOf(seed), second);
    expect(first.length).toBeGreaterThan(5);
    expect(second).toEqual(first);
  }
});

// What each of them broke stands in docs/proof.md, "What it found".
it.each([
  653, 1101, 1720, 2905, 8943, 9221, 3960, 7945, 7339, 16741, 22753, 18110, 32920, 22897, 100947, 107745,
  110272, 111022, 114824, 117747, 122149, 1727, 7454, 8420, 17061, 17933, 34162, 17265, 5642, 18649, 211068,
  215272, 211093, 202429, 225653, 238925, 220889, 267456, 291620, 297145, 241921, 269945, 274914, 315767,
  334711, 314568, 324044, 320431, 310944, 340088, 513500, 208777, 408972, 466857, 417195, 255583, 389864,
  273239, 338143, 420365, 398620, 514833, 564698, 79801, 164390, 87224, 199951, 189020, 650543, 695929,
  720595, 741107, 653086, 699102, 883915, 890589, 911747, 792406, 937337, 802812, 828004, 1007775, 906976,
  1107719, 1044324, 1094202, 1127030, 1333435, 1419269, 1269948, 1538681, 1547447, 1344176, 1597591, 1410350,
  1415110, 1708193, 1493850, 1522602, 1541778, 1814299, 1699350, 1777222, 1801196, 751430, 979033, 1010593,
  348837, 594601, 808802, 1340467, 1509887, 76287, 277481, 3065046, 3066517, 3090788, 11259, 63292, 121480,
  145289, 2108051, 2114662, 3041319, 3044007, 3051375, 3106762, 3199021, 3368134, 3422818, 3601362, 3800407,
  3806844, 3816473, 18946, 23462, 26210, 37867, 44081, 67405, 130813, 156824, 195653, 4301757, 10146323,
  10262598, 10379162, 20165558, 20249877, 20386831, 20393254, 90217402, 90461409, 90759574, 90926267,
  400026523, 400111371, 400120329, 410005326, 410016566, 420004754, 500060695, 600021127, 600027342,
  600054600, 600535115, 600132931, 601319006, 601471629, 601872747, 830003665, 840017294, 980014202,
  1000134582,
])('breaks no law any more with seed %i', async (seed) => {
  expect((await live(planOf(seed))).violation).toBeUndefined();
});
