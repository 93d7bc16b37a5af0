// A version of an action with a published advisory. From `catalog/action-notices.ts`, which is no full mirror.
import { editing } from '../../server/engine/edit/suggest.ts';
import { actionAdvisories } from '../../server/engine/catalog/action-notices.ts';
import { readUses, type ActionReference } from '../../server/engine/facts/github/uses.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { inputText } from './secret-references.ts';

export const vulnerableAction = defineRule({
  id: 'github/vulnerable-action',
  meta: {
    title: 'Action with a known vulnerability',
    category: 'workflow',
    severity: 'high',
    confidence: 'medium',
    frameworks: ['NHI3:2025', 'ID.RA-01'],
    peers: ['zizmor known-vulnerable-actions', 'poutine known_vulnerability_in_build_component'],
    fix: 'suggestion',
    messages: {
      default: '{id}: in `{action}` before {mended} {what}',
      noted: '{id}: this commit of `{action}` is {version}, as the comment behind it says; before {mended} {what}',
    },
    docs: {
      what: 'A version of an action for which an advisory is published that costs the job its identity.',
      why: 'The vulnerability is known, and attackers look for it. Some of these versions print the secrets of the job by themselves, because their tags were moved.',
      remedy: 'Use the version that the advisory names, by its commit id, and change the secrets where the action ran during an attack.',
      bad: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: pull_request
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: tj-actions/changed-files@«v44»
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: pull_request
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: tj-actions/changed-files@ed68ef82c095e0d48ec87eccea555d944a631a4c # v46.0.5
`,
        },
      ],
      references: ['https://github.com/advisories?query=type%3Areviewed+ecosystem%3Aactions'],
    },
  },
  on: {
    step(step, job, _workflow, context) {
      const reference = readUses(step.uses);
      if (reference?.kind !== 'repository' || (reference.pin !== 'version' && reference.pin !== 'commit')) return;
      const name = `${reference.owner}/${reference.repository}`;
      const advisories = Object.hasOwn(actionAdvisories, name) ? actionAdvisories[name]! : [];
      // Behind a commit, bots and people note the version that it stands for.
      const noted = reference.pin === 'commit';
      const version = numbersOf(noted ? (/^(?:tag=|ref=)?(v?\d[\d.]*)(?=\s|$)/.exec(step.usesComment ?? '')?.[1] ?? '') : reference.ref!);
      if (advisories.length === 0 || !version) return;
      for (const advisory of advisories) {
        if (noted && advisory.moved) continue;
        if (advisory.unless && inputText(step.inputs, advisory.unless[0]) === advisory.unless[1]) continue;
        if (advisory.only && /^(?:ubuntu|macos)\b/.test(textOf(job?.runner) ?? '')) continue;
        // `v4` is the newest 4.x there is: only wholly older numbers are known to have the hole.
        if (!surelyBefore(version, advisory.mendedIn) || (advisory.from && surelyBefore(version, advisory.from))) continue;
        context.report({
          at: reference.refAt ?? step.uses!.at,
          message: noted ? 'noted' : 'default',
          data: {
            id: advisory.id,
            action: reference.name,
            mended: advisory.mendedIn.join('.'),
            what: advisory.what,
            version: version.join('.'),
          },
          anchor: `${step.anchor}|${advisory.id}`,
          // Which commit the mended version is, is not in the repository.
          suggestions: noted ? [] : newer(reference, advisory.mendedIn),
        });
        return;
      }
    },
  },
});

/** The first version that has it mended, written as the old one was. */
function newer(reference: Extract<ActionReference, { kind: 'repository' }>, mendedIn: readonly number[]): FixMaker[] {
  const { refAt, ref } = reference;
  if (!refAt || ref === undefined || refAt.span[1] - refAt.span[0] !== ref.length) return [];
  const version = `${ref.startsWith('v') ? 'v' : ''}${mendedIn.join('.')}`;
  return [editing(`Use ${version}, the first that has it mended`, refAt.uri, () => [{ uri: refAt.uri, span: refAt.span, text: version }])];
}

function numbersOf(ref: string): number[] | undefined {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?$/.exec(ref);
  return match
    ? match
        .slice(1)
        .filter((part) => part !== undefined)
        .map(Number)
    : undefined;
}

/** True when every version that a partial number can stand for comes before another. */
function surelyBefore(version: readonly number[], other: readonly number[]): boolean {
  for (let i = 0; i < other.length; i++) {
    const own = version[i];
    if (own === undefined) return false;
    if (own !== other[i]) return own < other[i]!;
  }
  return false;
}
