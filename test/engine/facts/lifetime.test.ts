// Whether what is given is given for a while: dates, durations and seconds as every platform writes them.
import { describe, expect, it } from 'vitest';
import { daysLeft, durationDays, lifetimeOf } from '../../../server/engine/facts/lifetime.ts';
import type { Lifetime } from '../../../server/engine/facts/types.ts';
import type { Leaf } from '../../../server/engine/facts/value.ts';

const place = { uri: 'a', span: [0, 0] as const };
const leaf = (value: string | number): Leaf => ({
  kind: 'scalar',
  known: 'literal',
  value,
  at: place,
  token: place,
  via: [],
  encoding: 'none',
  editable: true,
});
const until = (value: string | number): Lifetime => ({ kind: 'until', until: leaf(value) });
const today = '2026-11-21';

describe('durations', () => {
  it.each([
    ['P180D', 180],
    ['PT8H', 1 / 3],
    ['P1Y', 365],
    ['P2W', 14],
    ['P1DT12H', 1.5],
    ['8760h', 365],
    ['1h30m', 1.5 / 24],
    ['28800s', 1 / 3],
    ['36h0m0s', 1.5],
  ])('%s', (text, days) => {
    expect(durationDays(text)).toBeCloseTo(days, 6);
  });
  it.each(['', 'P', 'PT', '8h of work', '2026-01-01', '30', 'infinity'])('%j is none', (text) => {
    expect(durationDays(text)).toBeUndefined();
  });
});

describe('ends', () => {
  it.each([
    ['2026-11-22', 1],
    ['2026-11-21T12:00:00Z', 0.5],
    ['2026-11-20', -1],
    [1795305600, 1],
    ['P30D', 30],
  ])('%s', (value, days) => {
    expect(daysLeft(until(value), today)).toBeCloseTo(days, 6);
  });

  it.each<[Lifetime, string]>([
    [{ kind: 'standing' }, 'standing'],
    [{ kind: 'eligible' }, 'temporary'],
    [{ kind: 'activated' }, 'temporary'],
    [{ kind: 'unknown' }, 'unknown'],
    [until('2026-12-31'), 'temporary'],
    [until('2027-02-19'), 'temporary'],
    [until('2027-02-20'), 'standing'],
    [until('2026-11-20'), 'ended'],
    [until('P365D'), 'standing'],
    [until('PT8H'), 'temporary'],
    [until('infinity'), 'unknown'],
    [{ kind: 'until' }, 'unknown'],
  ])('%o', (lifetime, wanted) => {
    expect(lifetimeOf({ lifetime }, today)).toBe(wanted);
  });

  it('counts as far as the policy says', () => {
    expect(lifetimeOf({ lifetime: until('2026-12-31') }, today, 30)).toBe('standing');
    expect(lifetimeOf({ lifetime: until('2027-12-31') }, today, 500)).toBe('temporary');
  });
});
