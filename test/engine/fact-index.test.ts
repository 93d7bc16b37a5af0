// Indexes that outlive an analysis: what is asked again after an edit, and that it comes to the same as asking everything.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { rulesOf } from '../../rules/registry.ts';
import { createDocument, type Document } from '../../server/engine/document.ts';
import { createEngine, type Engine } from '../../server/engine/engine.ts';
import { createFactIndexes, questionOf, type FactIndex } from '../../server/engine/fact-index.ts';
import { noFacts } from '../../server/engine/facts/types.ts';
import { unknownWorkspace, type DocumentFacts } from '../../server/engine/project.ts';
import { defaultSettings } from '../../server/engine/settings.ts';

describe('an index', () => {
  const byDialect: FactIndex<string> = {
    name: 'dialects',
    *entriesOf({ uri, dialects }) {
      for (const dialect of dialects) yield [dialect, uri, dialect === 'loud' ? uri : ''] as const;
    },
  };
  const document = (uri: string, ...dialects: string[]): DocumentFacts => ({
    uri,
    facts: noFacts(),
    secrets: [],
    suppressions: [],
    dialects,
  });

  it('gives what documents contribute, by uri, and follows them', () => {
    const documents = new Map([document('b', 'x', 'y'), document('a', 'x')].map((one) => [one.uri, one]));
    const indexes = createFactIndexes(documents);
    expect(indexes.lookup(byDialect, 'x')).toEqual(['a', 'b']);
    expect(indexes.lookup(byDialect, 'x'), 'the same list for the same answer').toBe(indexes.lookup(byDialect, 'x'));
    expect(indexes.lookup(byDialect, 'z')).toEqual([]);
    documents.set('b', document('b', 'z'));
    expect(indexes.update('b').sort()).toEqual(['x', 'y', 'z'].map((key) => questionOf(byDialect, key)));
    expect([indexes.lookup(byDialect, 'x'), indexes.lookup(byDialect, 'z')]).toEqual([['a'], ['b']]);
    documents.delete('a');
    expect(indexes.update('a')).toEqual([questionOf(byDialect, 'x')]);
    expect(indexes.lookup(byDialect, 'x')).toEqual([]);
  });

  it('says nothing changed where the marks are the same', () => {
    const documents = new Map([['a', document('a', 'quiet')]]);
    const indexes = createFactIndexes(documents);
    indexes.lookup(byDialect, 'quiet');
    documents.set('a', document('a', 'quiet'));
    expect(indexes.update('a')).toEqual([]);
  });
});

const roles = ['pods/exec', 'pods', 'secrets', 'configmaps'];
/** A file with one object of a small world, so that names meet often. */
const file = (kind: number, name: number, other: number, shift: number): string => {
  const lines = '# x\n'.repeat(shift);
  switch (kind) {
    case 0:
      return `${lines}apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: r${name}\n  labels:\n    rbac.example.com/sum${other}: "true"\nrules:\n  - apiGroups: [""]\n    resources: [${roles[other % roles.length]}]\n    verbs: [get, create]\n`;
    case 1:
      return `${lines}apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: b${name}\nroleRef:\n  kind: ClusterRole\n  name: r${other}\nsubjects:\n  - kind: ServiceAccount\n    name: s${name}\n    namespace: n\n`;
    case 2:
      return `${lines}apiVersion: v1\nkind: Pod\nmetadata:\n  name: p${name}\n  namespace: n\nspec:\n  serviceAccountName: s${other}\n  containers: [{name: a, image: b}]\n`;
    case 3:
      return `${lines}apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: s${name}\n  namespace: n\nautomountServiceAccountToken: ${other % 2 === 0}\n`;
    default:
      return `${lines}apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: r${name}\naggregationRule:\n  clusterRoleSelectors:\n    - matchLabels:\n        rbac.example.com/sum${other}: "true"\n`;
  }
};

function engineOver(documents: ReadonlyMap<string, Document>, onDocument?: (uri: string) => void): Engine {
  return createEngine({
    rulesOf,
    workspace: unknownWorkspace('2026-11-21'),
    settingsFor: () => ({ ...defaultSettings, profile: 'audit' }),
    source: { document: (uri) => documents.get(uri), siblings: () => [] },
    ...(onDocument ? { onDocument } : {}),
  });
}

const shown = async (engine: Engine) =>
  (await engine.analyze()).findings.map(
    (one) =>
      `${one.rule} ${one.at.uri}:${one.at.span.join('-')} ${one.severity} ${one.message} ${one.related.map((related) => `${related.at.uri}:${related.at.span.join('-')}`).join()}`,
  );

describe('after an edit', () => {
  it('findings are those of a fresh look at everything', async () => {
    const step = fc.record({ at: fc.nat(5), kind: fc.nat(4), name: fc.nat(2), other: fc.nat(3), shift: fc.nat(2), gone: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
        const documents = new Map<string, Document>();
        const kept = engineOver(documents);
        for (const { at, kind, name, other, shift, gone } of steps) {
          const uri = `team-${at % 2}/f${at}.yaml`;
          if (gone && documents.delete(uri)) kept.remove(uri);
          else {
            const document = createDocument(uri, file(kind, name, other, shift));
            documents.set(uri, document);
            await kept.read([document]);
          }
          const fresh = engineOver(documents);
          await fresh.read([...documents.values()]);
          expect(await shown(kept)).toEqual(await shown(fresh));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('only those are asked again who share a name with what changed', async () => {
    const documents = new Map<string, Document>();
    let ran: string[] = [];
    const engine = engineOver(documents, (uri) => ran.push(uri));
    const put = async (uri: string, text: string) => {
      documents.set(uri, createDocument(uri, text));
      await engine.read([documents.get(uri)!]);
    };
    for (let n = 0; n < 50; n++) {
      await put(`a/role-${n}.yaml`, file(0, n, 0, 0));
      await put(`b/bind-${n}.yaml`, file(1, n, n, 0));
      await put(`c/pod-${n}.yaml`, file(2, n, n, 0));
    }
    await engine.analyze();
    ran = [];
    await put('a/role-7.yaml', file(0, 7, 2, 0));
    await engine.analyze();
    expect(ran.sort()).toEqual(['a/role-7.yaml', 'b/bind-7.yaml', 'c/pod-7.yaml']);
    ran = [];
    await put('c/pod-7.yaml', file(2, 7, 7, 1));
    await engine.analyze();
    expect(ran).toEqual(['c/pod-7.yaml']);
  });

  it('a binding that moves concerns those who share its account only where its role leads further', async () => {
    const harmless = `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: reads\nroleRef:\n  kind: ClusterRole\n  name: harmless\nsubjects:\n  - kind: ServiceAccount\n    name: s0\n    namespace: n\n`;
    const documents = new Map<string, Document>();
    let ran: string[] = [];
    const engine = engineOver(documents, (uri) => ran.push(uri));
    const put = async (uri: string, text: string) => {
      documents.set(uri, createDocument(uri, text));
      await engine.read([documents.get(uri)!]);
    };
    const after = async (uri: string, text: string) => {
      ran = [];
      await put(uri, text);
      await engine.analyze();
      return ran.sort();
    };
    for (let n = 0; n < 5; n++) await put(`c/pod-${n}.yaml`, file(2, n, 0, 0));
    const pods = Array.from({ length: 5 }, (_, n) => `c/pod-${n}.yaml`);
    await put('b/reads.yaml', harmless);
    await engine.analyze();
    expect(await after('b/reads.yaml', `# moved\n${harmless}`)).toEqual(['b/reads.yaml']);
    await put('a/role.yaml', file(0, 1, 0, 0));
    await put('b/execs.yaml', file(1, 0, 1, 0));
    await engine.analyze();
    expect(await after('b/execs.yaml', file(1, 0, 1, 1)), 'what their findings point at').toEqual(['a/role.yaml', 'b/execs.yaml', ...pods]);
    expect(await after('b/reads.yaml', harmless.replace('name: harmless', 'name: r1')), 'another role').toEqual([
      'a/role.yaml',
      'b/reads.yaml',
      ...pods,
    ]);
  });
});
