// The policy language of Oracle Cloud: words at their places, and no throw on any text.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOracleStatement } from '../../../server/engine/facts/oracle/statement.ts';
import { expectLinear } from '../../support/growth.ts';

describe('a statement of Oracle Cloud', () => {
  it('is read with each word at its place', () => {
    const text =
      "Allow group 'Default'/'A b', id ocid1.group.oc1..x, dynamic-group ${var.name} to manage all-resources in compartment id ocid1.c where any {a = 'b', c = 'd'}";
    const statement = parseOracleStatement(text)!;
    const at = ({ span }: { readonly span: readonly [number, number] }): string => text.slice(span[0], span[1]);
    expect(statement.subjects.map(({ kind, name }) => [kind, at(name)])).toEqual([
      ['group', "'Default'/'A b'"],
      ['group', 'ocid1.group.oc1..x'],
      ['dynamic-group', '${var.name}'],
    ]);
    expect([
      at(statement.verb!),
      at(statement.resource!),
      at(statement.location),
      statement.location.level,
      text.slice(...statement.where!),
    ]).toEqual(['manage', 'all-resources', 'ocid1.c', 'compartment', "where any {a = 'b', c = 'd'}"]);
  });

  it('knows the tenancy as the compartment that it is', () => {
    expect(parseOracleStatement('Allow group A to manage all-resources in compartment id ocid1.tenancy.oc1..a')!.location.level).toBe(
      'tenancy',
    );
  });

  it('is nothing else', () => {
    for (const text of [
      '',
      'Allow',
      'Allow group A to manage',
      'Allow group A to manage x in',
      'Define tenancy a as ocid1',
      'Endorse group A to manage x in any-tenancy',
      'Please allow group A to manage x in tenancy',
      'Allow to manage x in tenancy',
    ])
      expect(parseOracleStatement(text)).toBeUndefined();
  });

  it('has its words inside the text, whatever stands between them', () => {
    const whole = [
      'allow ',
      'group ',
      "'a b', ",
      'dynamic-group ',
      'c ',
      'to ',
      'manage ',
      'all-resources ',
      'in ',
      'compartment ',
      'd ',
      'where ',
      "e = 'f'",
    ];
    const piece = fc.constantFrom(...whole, 'any-user ', 'tenancy ', 'id ', "'", '{', '}', '${', ',', '\n', '\0', '\u{1F600}');
    const change = fc.record({
      at: fc.nat(whole.length),
      out: fc.nat(1),
      put: fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 3 }),
    });
    let read = 0;
    fc.assert(
      fc.property(fc.array(change, { maxLength: 4 }), (changes) => {
        const parts = [...whole];
        for (const { at, out, put } of changes) parts.splice(at, out, ...put);
        const text = parts.join('');
        const statement = parseOracleStatement(text);
        if (!statement) return;
        read++;
        for (const word of [
          ...statement.subjects.map(({ name }) => name),
          statement.location,
          ...(statement.verb ? [statement.verb] : []),
          ...(statement.resource ? [statement.resource] : []),
        ]) {
          expect(text.slice(...word.span)).toBe(word.text);
        }
      }),
      { numRuns: 3000 },
    );
    expect(read).toBeGreaterThan(500);
  });

  it('is read in time in proportion to its length', async () => {
    for (const part of ['allow ', 'group a, ', '{', "'", 'to in ', '${ '])
      await expectLinear(part, 20_000, (size) => {
        const text = `allow group a to ${part.repeat(size)}`;
        return () => parseOracleStatement(text);
      });
  });
});
