import { expect, it } from 'vitest';
import { around } from '../../server/posture/identity-places.ts';

it('a place belongs to the innermost that it lies in, as looking through all of them says', () => {
  const held = [
    [0, 100],
    [10, 20],
    [10, 15],
    [30, 90],
    [40, 50],
    [45, 46],
    [95, 99],
  ].map(([start, end]) => [{ uri: 'a.tf', span: [start!, end!] as const }, `${start}-${end}`] as const);
  const of = around(held);
  for (let start = 0; start <= 101; start++) {
    for (let end = start; end <= 101; end++) {
      const inside = held
        .filter(([{ span }]) => span[0] <= start && end <= span[1])
        .sort(([a], [b]) => b.span[0] - a.span[0] || a.span[1] - b.span[1]);
      expect(of({ uri: 'a.tf', span: [start, end] })).toBe(inside[0]?.[1]);
    }
  }
  expect(of({ uri: 'b.tf', span: [1, 2] })).toBeUndefined();
});
