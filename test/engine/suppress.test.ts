import { describe, expect, it } from 'vitest';
import { createDocument } from '../../server/engine/document.ts';
import { isExpired, readSuppressions } from '../../server/engine/suppress.ts';

const read = (text: string, uri = 'main.tf') => readSuppressions(createDocument(uri, text));
const covered = (text: string) => read(text).map((one) => text.slice(...one.covers));

describe('a suppression', () => {
  it('names rules, an end, an owner and a reason', () => {
    const [one] = read(
      'x = 1 # posture-ignore aws/wildcard-action, aws/resource-star until=2027-01-31 owner=@acme/sec: moved in PAY-1: see there',
    );
    expect(one).toMatchObject({ until: '2027-01-31', owner: '@acme/sec', reason: 'moved in PAY-1: see there', problem: undefined });
    expect(one!.rules.map((rule) => rule.id)).toEqual(['aws/wildcard-action', 'aws/resource-star']);
  });

  it('is read in the comment forms of every language', () => {
    for (const [uri, open, close] of [
      ['a.tf', '#', ''],
      ['a.tf', '//', ''],
      ['a.yaml', '#', ''],
      ['a.ts', '//', ''],
      ['a.ts', '/*', ' */'],
      ['a.java', ' *', ''],
      ['a.xml', '<!--', ' -->'],
      ['a.sql', '--', ''],
      ['a.ini', ';', ''],
      ['a.tex', '%', ''],
    ]) {
      const [one] = read(`${open} posture-ignore aws/x: fine here${close}\ncode`, uri);
      expect(one, `${uri} ${open}`).toMatchObject({ reason: 'fine here', problem: undefined });
    }
  });

  it('is not read in the comment form of another language', () => {
    for (const [uri, open] of [
      ['a.ts', '#'],
      ['a.ts', '--'],
      ['a.yaml', '//'],
      ['a.sql', '#'],
      ['a.md', '#'],
      ['a.py', '//'],
    ])
      expect(read(`x\n  ${open} posture-ignore aws/x: fine here\ncode`, uri), `${uri} ${open}`).toEqual([]);
  });

  it('is not read out of a string or prose', () => {
    expect(read('message = "write posture-ignore aws/x: reason"')).toEqual([]);
    expect(read('You can use posture-ignore here.')).toEqual([]);
  });

  it('covers its own line behind code, and the next line of code when alone', () => {
    expect(covered('a\nb = 1 # posture-ignore aws/x: why\nc')).toEqual(['b = 1 # posture-ignore aws/x: why']);
    expect(covered('a\n# posture-ignore aws/x: why\n\nb\nc')).toEqual(['b']);
    expect(covered('# posture-ignore aws/x: why\n# posture-ignore aws/y: why\nb')).toEqual(['b', 'b']);
    expect(covered('/* posture-ignore aws/x: why */\r\nb\r\nc')).toEqual(['b']);
  });

  it('without a reason, with a wrong date or without a rule covers nothing and says why', () => {
    expect(read('# posture-ignore aws/x')[0]!.problem).toContain('reason');
    expect(read('# posture-ignore aws/x:')[0]!.problem).toContain('reason');
    expect(read('# posture-ignore: because')[0]!.problem).toContain('names no rule');
    expect(read('# posture-ignore aws/x until=2027-02-30: why')[0]!.problem).toContain('2027-02-30');
    expect(read('# posture-ignore aws/x until=soon: why')[0]!.problem).toContain('soon');
    expect(read('# posture-ignore everything: why')[0]!.problem).toContain('"everything"');
  });

  it('lasts to the end of the day that it names', () => {
    const [one] = read('# posture-ignore aws/x until=2026-11-21: why\nb');
    expect(isExpired(one!, '2026-11-21')).toBe(false);
    expect(isExpired(one!, '2026-11-22')).toBe(true);
  });
});
