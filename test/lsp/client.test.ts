// The parts of the extension that decide something, without an editor.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ageInWords, baselineRows } from '../../client/baseline-words.ts';
import { refusedDay, refusedOwner, refusedReason } from '../../client/decision-answers.ts';
import { reviewGroups, reviewQueue, termInWords } from '../../client/decision-groups.ts';
import { groupings, treeOf } from '../../client/finding-groups.ts';
import { dueInWords, identityGroups, identitySummary, platformAndKind } from '../../client/identity-groups.ts';
import { mostRows, pictureOf } from '../../server/posture/identity-picture.ts';
import { menuItems } from '../../client/menu.ts';
import { createFileEvents } from '../../client/file-events.ts';
import { createPauses } from '../../client/pauses.ts';
import { asksForFixes, saveReasons } from '../../client/save-setting.ts';
import { seeWritten, textWith } from '../../client/see-written.ts';
import { createSchedule } from '../../client/sync-schedule.ts';
import type { BaselineView, DecisionEntry } from '../../server/lsp/protocol/decisions.ts';
import type { Cause, FirstThing, Overview } from '../../server/lsp/protocol/findings.ts';
import type { IdentityEntry, IdentityPicture, PictureGrant } from '../../server/lsp/protocol/identities.ts';

const range = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 1 } });
type Found = Cause['findings'][number];
const finding = (path: string, line: number, severity: Found['severity'], more: Partial<Found> = {}): Found => ({
  uri: `file:///${path}`,
  path,
  rule: 'x/one',
  severity,
  category: 'workflow',
  message: 'too much',
  range: range(line),
  fixable: false,
  anchor: `${path}${line}`,
  ...more,
});
const cause = (key: string, rule: string, findings: readonly Found[]): Cause => ({
  key,
  title: `cause ${key}`,
  rule,
  severity: findings[0]!.severity,
  blocking: 0,
  fixable: 0,
  findings: findings.map((one) => ({ ...one, rule })),
});
const causes = [
  cause('a', 'x/two', [finding('a.tf', 4, 'low', { changed: false }), finding('b.tf', 1, 'critical', { owners: ['@acme/payments'] })]),
  cause('b', 'x/one', [finding('a.tf', 2, 'high', { changed: true })]),
];
const first: FirstThing = {
  uri: 'file:///b.tf',
  rule: 'x/two',
  anchor: 'b.tf1',
  path: 'b.tf',
  range: range(1),
  severity: 'critical',
  message: 'too much',
  fix: 'Narrow it',
  places: 2,
};
const shape = (tree: ReturnType<typeof treeOf>) =>
  tree.sections.map(({ id, title, groups }) => ({
    id,
    title,
    groups: groups.map(
      (group) => `${group.title}: ${group.members.map(({ path, finding: { range: at } }) => `${path}:${at.start.line}`).join(' ')}`,
    ),
  }));

describe('the Findings view', () => {
  it('puts what blocks before what waits, and says that it waits', () => {
    expect(shape(treeOf({ first: [first], causes }, 'cause'))).toEqual([
      { id: 'here', title: '2 to look at now', groups: ['cause a: b.tf:1', 'cause b: a.tf:2'] },
      { id: 'waiting', title: '1 existing, not blocking', groups: ['cause a: a.tf:4'] },
    ]);
  });
  it('calls nothing existing that stands on lines of this branch, or of which nobody knows', () => {
    for (const changed of [true, undefined])
      expect(
        treeOf(
          {
            first: [],
            causes: [cause('a', 'x/two', [finding('a.tf', 4, 'low', { changed }), finding('a.tf', 5, 'high', { changed: false })])],
          },
          'cause',
        ).sections[0]!.title,
      ).toBe('2 not blocking');
  });
  it.each([
    ['cause', ['cause a: b.tf:1', 'cause b: a.tf:2']],
    ['rule', ['x/two: b.tf:1', 'x/one: a.tf:2']],
    ['file', ['b.tf: b.tf:1', 'a.tf: a.tf:2']],
    ['severity', ['critical: b.tf:1', 'high: a.tf:2']],
    ['owner', ['@acme/payments: b.tf:1', 'nobody by CODEOWNERS: a.tf:2']],
  ] as const)('groups by %s, the worst first', (grouping, expected) => {
    expect(shape(treeOf({ first: [], causes }, grouping))[0]!.groups).toEqual(expected);
  });
  it('keeps under a filter what holds all words, in whatever is known, and names no beginning', () => {
    const tree = treeOf({ first: [first], causes }, 'rule', ' PAYMENTS  critical ');
    expect(tree.first).toEqual([]);
    expect(tree.count).toBe(1);
    expect(treeOf({ first: [], causes }, 'rule', 'payments low').count).toBe(0);
  });
  it('never says a group twice under one key, so that the editor keeps what is open', () => {
    for (const grouping of groupings) {
      const keys = treeOf({ first: [], causes }, grouping).sections.flatMap(({ id, groups }) => groups.map(({ key }) => `${id} ${key}`));
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});

const identity = (name: string, more: Partial<IdentityEntry> = {}): IdentityEntry => ({
  root: 'file:///',
  id: `aws:role:${name}`,
  kind: 'role',
  platform: 'aws',
  name,
  declared: true,
  grants: 1,
  notApproved: 0,
  ...more,
});

describe('the Identities view', () => {
  it('says what kind of identity one is, as people write it', () => {
    expect(
      [
        { platform: 'aws', kind: 'role' },
        { platform: 'gcp', kind: 'service-account' },
        { platform: 'agent', kind: 'agent' },
        { platform: 'new', kind: 'thing' },
      ].map(platformAndKind),
    ).toEqual(['AWS role', 'Google Cloud service account', 'agent', 'new thing']);
  });
  it('is by platform, with what nobody approved first', () => {
    const groups = identityGroups([
      identity('a'),
      identity('b', { worst: 'high', notApproved: 1 }),
      identity('c', { worst: 'critical', notApproved: 1 }),
      identity('d', { platform: 'k8s' }),
    ]);
    expect(groups.map(({ title, members }) => `${title}: ${members.map(({ name }) => name).join(' ')}`)).toEqual([
      'AWS: c b a',
      'Kubernetes: d',
    ]);
  });
  it('is filtered by all words', () => {
    expect(
      identityGroups([identity('deploy', { owner: '@acme/ci' }), identity('read')], 'ACME role').flatMap(({ members }) =>
        members.map(({ name }) => name),
      ),
    ).toEqual(['deploy']);
  });
  it('sums an identity up', () => {
    expect(identitySummary(identity('a', { grants: 12, notApproved: 2, owner: '@acme/payments', reviewInDays: 9 }))).toBe(
      '12 grants, 2 not approved · @acme/payments · review due in 9 days',
    );
    expect([dueInWords(-1), dueInWords(0), dueInWords(1)]).toEqual(['review overdue by 1 day', 'review due today', 'review due in 1 day']);
  });
});

describe('the picture of an identity', () => {
  const grant = (text: string, more: Partial<PictureGrant> = {}): PictureGrant => ({
    text,
    effect: 'allow',
    actions: [text],
    scope: ['*'],
    conditions: [],
    lifetime: 'standing',
    location: { uri: 'file:///a.tf', range: range(3) },
    ...more,
  });
  const picture = (more: Partial<IdentityPicture> = {}): IdentityPicture => ({
    ...identity('deploy'),
    trustedBy: [],
    grantsGiven: [grant('s3:*', { severity: 'high' })],
    credentials: [],
    scope: [],
    ...more,
  });
  const where = ({ uri, range: at }: { uri: string; range: { start: { line: number } } }) => `${uri}:${at.start.line + 1}`;

  it('is well-formed whatever the names hold', () => {
    const hostile = '"><script>alert(1)</script>&\'\u0007';
    const { svg } = pictureOf(
      picture({ name: hostile, grantsGiven: [grant(hostile, { role: hostile, scope: [hostile] })], trustedBy: [{ text: hostile }] }),
      hostile,
      () => hostile,
    );
    expect(svg).not.toMatch(/<script|alert\(1\)<|\u0007/);
    expect(svg.match(/<g /g)!.length).toBe(svg.match(/<\/g>/g)!.length);
    // Every attribute is closed and every text holds no mark-up of its own.
    expect(svg.replace(/<\/?(?:svg|g|rect|text|title|path)(?:\s+[\w:-]+="[^"<>]*")*\s*\/?>/g, '')).not.toMatch(/[<>"']/);
  });
  it('opens the line of every box that has one, says so in words, and shows what nobody approved', () => {
    const { svg, places } = pictureOf(picture(), '1 grant', where);
    expect(places.map(where)).toEqual(['file:///a.tf:4']);
    expect(svg).toContain(
      'role="link" tabindex="0" data-place="0" aria-label="May: s3:*, not approved (high). file:///a.tf:4. Press Enter to open."',
    );
  });
  it('keeps every line inside its box', () => {
    const long = `arn:aws:iam::123456789012:role/${'very-long-name-'.repeat(20)}`;
    const { svg } = pictureOf(
      picture({ name: long, trustedBy: [{ text: long }], grantsGiven: [grant(long, { scope: [long] })] }),
      long,
      where,
    );
    for (const [, text] of svg.matchAll(/<text x="\d+" y="[\d.]+">([^<]*)<\/text>/g)) expect(text!.length).toBeLessThanOrEqual(32);
    expect(svg).toContain('…');
  });
  it('shows as much as fits and has everything in words', () => {
    const many = picture({ grantsGiven: Array.from({ length: mostRows + 7 }, (_, index) => grant(`s3:Action${index}`)) });
    const { svg, words } = pictureOf(many, 'many', where);
    expect(svg).toContain('and 7 more');
    expect(words.find(({ heading }) => heading === 'May do')!.lines).toHaveLength(mostRows + 7);
  });
});

const decision = (standing: DecisionEntry['standing'], more: Partial<DecisionEntry> = {}): DecisionEntry => ({
  id: standing,
  rule: 'x/one',
  anchor: standing,
  kind: 'accepted-risk',
  standing,
  reason: 'why',
  record: { uri: `file:///${standing}`, range: range(0) },
  ...more,
});
const baseline: BaselineView = {
  root: 'file:///',
  refused: [],
  drift: [{ uri: 'file:///a.tf', path: 'a.tf', findings: [finding('a.tf', 2, 'high')] }],
  decisions: [decision('in-force'), decision('due-7'), decision('asks-approval'), decision('expired')],
};

describe('the Decisions view', () => {
  it('begins with what disagrees and ends with what is in force', () => {
    expect(reviewGroups([baseline]).map(({ title, members }) => `${title} ${members.length}`)).toEqual([
      'Drift 1',
      'Asks for approval 1',
      'Expired 1',
      'Ends within 7 days 1',
      'In force 1',
    ]);
  });
  it('queues only what asks somebody to do something', () => {
    expect(reviewQueue([baseline]).map(({ standing }) => standing)).toEqual(['asks-approval', 'expired', 'due-7']);
  });
  it('says terms in words', () => {
    expect(
      [{}, { until: '2027-01-31' }, { until: '2027-01-31', daysLeft: 1 }, { until: '2026-11-20', daysLeft: -2 }].map(termInWords),
    ).toEqual(['without an end', 'until 2027-01-31', 'until 2027-01-31, 1 day left', 'ended 2026-11-20, 2 days ago']);
  });
});

describe('the decision form', () => {
  const kind = { needsUntil: true, latest: '2027-02-01' };
  it.each([
    ['2027-01-31', undefined],
    ['2027-02-01', undefined],
    ['2027-02-02', /beyond 2027-02-01/],
    ['2026-11-20', /passed/],
    ['2026-11-21', undefined],
    ['', /asks for/],
    ['2027-02-30', /form/],
    ['31.1.2027', /form/],
  ] as const)('a last day %s', (day, expected) => {
    const said = refusedDay(day, kind, '2026-11-21');
    if (expected === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(expected);
  });
  it('takes no day where the policy asks for none', () => expect(refusedDay('', { needsUntil: false }, '2026-11-21')).toBeUndefined());
  it('takes handles and teams, and a reason', () => {
    expect(['@a', '@acme/payments', '@x.y-z'].map(refusedOwner)).toEqual([undefined, undefined, undefined]);
    for (const wrong of ['', 'payments', '@a/b/c', 'me@example.com', '@a b']) expect(refusedOwner(wrong)).toBeDefined();
    expect(refusedReason('')).toBeDefined();
  });
});

describe('the status bar', () => {
  const overview: Overview = {
    complete: true,
    headline: '3 to look at; 497 existing, not blocking',
    total: 500,
    blocking: 3,
    existing: 497,
    counts: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
    first: [],
    causes: [],
  };
  const status = {
    state: 'ready',
    counts: overview.counts,
    troubles: [],
    baseline: { drift: 1, asksApproval: 2, ending: 0, expired: 1 },
  } as const;
  it('offers first what asks for something', () => {
    const commands = menuItems({ state: 'running', status, overview, problems: 'important' }).map(({ command, kind }) => command ?? kind);
    expect(commands.slice(0, 5)).toEqual([-1, 'posture.findings.focus', 'posture.decisions.focus', 'posture.review', -1]);
  });
  it('offers no heading where nothing asks, and one restart', () => {
    const items = menuItems({ state: 'stopped', problems: 'all' });
    expect(items.filter(({ command }) => command === 'posture.restartServer')).toHaveLength(1);
    expect(menuItems({ state: 'running', problems: 'all' }).some(({ kind }) => kind === -1)).toBe(false);
  });
  it('says ages and what is due in words', () => {
    expect([0, 59, 3600, 86_400, 3 * 86_400, -5].map(ageInWords)).toEqual([
      '0 minutes',
      '0 minutes',
      '1 hour',
      '24 hours',
      '3 days',
      '0 minutes',
    ]);
    expect(baselineRows({ drift: 1, expired: 0, asksApproval: 2, ending: 3 })).toEqual([
      '1 drift',
      '2 to approve',
      '3 ending within 30 days',
    ]);
  });
});

describe('when to exchange decisions', () => {
  const minute = 60_000;
  it('comes at its interval, later after each failure, and never without end', () => {
    const schedule = createSchedule(() => 30);
    expect(schedule.after(true)).toBe(30 * minute);
    expect([1, 2, 3, 4, 5].map(() => schedule.after(false)! / minute)).toEqual([60, 120, 240, 240, 240]);
    expect(schedule.after(true)).toBe(30 * minute);
  });
  it('is only by command where the setting says 0 or nothing that is a number', () => {
    for (const every of [0, -1, Number.NaN]) expect(createSchedule(() => every).after(true)).toBeUndefined();
  });
});

describe('pauses before a restart', () => {
  it('grow, end, and begin anew after a calm while', () => {
    const pauses = createPauses();
    const times = [0, 1, 2, 3, 4, 5].map((second) => pauses.next(second * 1000));
    expect(times).toEqual([500, 1000, 2000, 5000, 10_000, undefined]);
    expect(pauses.next(10 * 60_000)).toBe(500);
    pauses.forget();
    expect(pauses.next(10 * 60_000 + 1)).toBe(500);
  });
});

describe('files that change on disk', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are told together, each once, although others never cease to change', () => {
    const told: string[][] = [];
    const events = createFileEvents((changes) => told.push(changes.map(({ uri, type }) => `${uri} ${type}`)));
    events.add({ uri: 'file:///main.tf', type: 2 });
    events.add({ uri: 'file:///old.tf', type: 2 });
    events.add({ uri: 'file:///old.tf', type: 3 });
    for (let i = 0; i < 20; i++) {
      events.add({ uri: 'file:///server.log', type: 2 });
      vi.advanceTimersByTime(100);
    }
    expect(told.length).toBeGreaterThan(5);
    expect(told[0]).toEqual(['file:///main.tf 2', 'file:///old.tf 3', 'file:///server.log 2']);
    expect(told.slice(1).every((one) => one.join() === 'file:///server.log 2')).toBe(true);
    const before = told.length;
    events.add({ uri: 'file:///server.log', type: 2 });
    events.dispose();
    vi.advanceTimersByTime(1000);
    expect(told.length).toBe(before);
  });
});

describe('a text that got its fixes while it was saved', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** A document whose first save is over before its fixes came; a further one succeeds the `works`th time. */
  function late(text: string, works: number) {
    const document = {
      isClosed: false,
      isDirty: true,
      text,
      saves: 0,
      getText: () => document.text,
      async save() {
        document.isDirty = ++document.saves < works;
        return !document.isDirty;
      },
    };
    return document;
  }

  it.each([
    [1, 1],
    [2, 2],
    [9, 3],
  ])('is saved again until it is written, and not for ever: %i', (works, saves) => {
    const document = late('a: {}\r\n', works);
    seeWritten(document, textWith('a: write-all\n', [{ start: 3, end: 12, text: '{}' }]));
    vi.advanceTimersByTime(60_000);
    expect(document.saves).toBe(saves);
  });

  it.each<[string, Partial<ReturnType<typeof late>>]>([
    ['was written', { isDirty: false }],
    ['is closed', { isClosed: true }],
    ['was typed in since', { text: 'a: {}x' }],
  ])('is let alone when it %s', (_, now) => {
    const document = Object.assign(late('a: {}', 1), now);
    seeWritten(document, 'a: {}');
    vi.advanceTimersByTime(60_000);
    expect(document.saves).toBe(0);
  });

  it('says what replacements come to, in any order', () => {
    expect(
      textWith('one two three', [
        { start: 8, end: 13, text: '3' },
        { start: 0, end: 3, text: '1' },
        { start: 0, end: 0, text: '> ' },
      ]),
    ).toBe('> 1 two 3');
  });
});

describe('fixes on save', () => {
  const { manual, afterDelay, focusOut } = saveReasons;
  it.each<[setting: unknown, asked: readonly number[]]>([
    [undefined, []],
    [null, []],
    ['source.fixAll', []],
    [{}, []],
    [{ 'source.fixAll.posture': 'explicit' }, [manual]],
    [{ 'source.fixAll': true }, [manual]],
    [{ source: 'always' }, [manual, focusOut]],
    [{ 'source.fixAll.posture': 'never', 'source.fixAll': 'always' }, []],
    [{ 'source.fixAll': 'never', 'source.fixAll.posture': 'always' }, []],
    [{ 'source.fixAll.posture': false, 'source.fixAll': 'explicit' }, [manual]],
    [{ 'source.fixAll.eslint': 'explicit', 'source.fix': 'explicit', quickfix: 'always' }, []],
    [['source.fixAll'], [manual]],
    [['source.organizeImports', 7], []],
  ])('%j', (setting, asked) => {
    expect([manual, afterDelay, focusOut].filter((reason) => asksForFixes(setting, reason))).toEqual(asked);
  });
});
