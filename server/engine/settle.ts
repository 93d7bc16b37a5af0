// From the findings of all rules to those that stand: doubles and the weaker of two go, suppressions cover what they name,
// and the suppressions themselves are judged.
import { compareFindings, type Finding } from './finding.ts';
import { isOn } from './finding-of.ts';
import type { Project } from './project.ts';
import type { Failure } from './read.ts';
import type { Rule } from './rule.ts';
import { contextFor, type RawFindings } from './run-rules.ts';
import type { SettingsFor } from './settings.ts';
import { isExpired, type Suppression, type SuppressionState } from './suppress.ts';

export interface Analysis {
  /** Findings that stand, in the one order. */
  readonly findings: readonly Finding[];
  /** Findings that a suppression covers. */
  readonly suppressed: readonly Finding[];
  readonly failures: readonly Failure[];
}

/** Drops doubles and the weaker of two, applies suppressions, judges the suppressions themselves, and sorts. */
export function settle(project: Project, rules: readonly Rule[], raw: readonly RawFindings[], settingsFor: SettingsFor): Analysis {
  const failures = raw.flatMap((one) => one.failures);
  const kept = withOwnAnchors(withoutWeaker(withoutDoubles(raw.flatMap((one) => one.findings)), rules).sort(compareFindings));
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const findings: Finding[] = [];
  const suppressed: Finding[] = [];
  const used = new Map<object, number>();
  const usedRules = new Map<object, Set<string>>();
  for (const finding of kept) {
    const suppression = project.documents
      .get(finding.at.uri)
      ?.suppressions.find(
        (one) =>
          !one.problem && names(one, finding.rule, byId) && one.covers[0] <= finding.at.span[0] && finding.at.span[0] <= one.covers[1],
      );
    if (suppression) {
      used.set(suppression, (used.get(suppression) ?? 0) + 1);
      (usedRules.get(suppression) ?? usedRules.set(suppression, new Set()).get(suppression)!).add(finding.rule);
    }
    if (suppression && !isExpired(suppression, project.workspace.today)) {
      suppressed.push({
        ...finding,
        suppressed: { reason: suppression.reason, at: suppression.at, until: suppression.until, owner: suppression.owner },
      });
    } else {
      findings.push(finding);
    }
  }
  for (const rule of rules) {
    if (!rule.on.suppression) continue;
    const context = contextFor(rule, project, settingsFor, findings);
    for (const document of project.documents.values()) {
      for (const suppression of document.suppressions) {
        // Whether a comment for another tool is still needed is for that tool to say.
        if (suppression.peers) continue;
        const settings = settingsFor(document.uri);
        const state: SuppressionState = {
          suppression,
          expired: isExpired(suppression, project.workspace.today),
          used: used.get(suppression) ?? 0,
          // A rule that does not run in this profile says nothing about whether the directive is needed.
          idle: suppression.rules.filter(({ id }) => byId.has(id) && isOn(byId.get(id)!, settings) && !usedRules.get(suppression)?.has(id)),
          unknown: suppression.rules.filter(({ id }) => !byId.has(id)),
        };
        rule.on.suppression(state, context);
      }
    }
  }
  return { findings: findings.sort(compareFindings), suppressed: suppressed.sort(compareFindings), failures };
}

/** True for a directive that names the rule, or the check of another tool that the rule says it stands for. */
function names(suppression: Suppression, rule: string, byId: ReadonlyMap<string, Rule>): boolean {
  const { peers } = suppression;
  return peers
    ? (byId.get(rule)?.meta.peers.some((peer) => peers.includes(peer)) ?? false)
    : suppression.rules.some(({ id }) => id === rule);
}

/** What a finding is told from others by. Made once a finding: most findings outlive many analyses. */
interface FindingKeys {
  readonly whole: string;
  readonly place: string;
  readonly anchor: string;
  readonly own: string;
}

const keysOfFindings = new WeakMap<Finding, FindingKeys>();

function keysOf(finding: Finding): FindingKeys {
  const known = keysOfFindings.get(finding);
  if (known) return known;
  const place = `${finding.at.uri}\0${finding.at.span[0]}\0${finding.at.span[1]}`;
  const made: FindingKeys = {
    whole: `${finding.rule}\0${place}\0${finding.message}`,
    place,
    anchor: `#${finding.anchor}`,
    own: `${finding.rule}\0${finding.anchor}`,
  };
  keysOfFindings.set(finding, made);
  return made;
}

/** A policy in a file of its own, with holes for what it is filled with, says no more than the same policy where a program takes it. */
const isLoose = (finding: Finding): boolean => finding.anchor.startsWith('iam-json|');

function withoutDoubles(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  const taken = new Set<string>();
  const placed = ({ rule }: Finding, { place }: FindingKeys): string => `${rule}\0${place}`;
  for (const finding of findings) if (!isLoose(finding)) taken.add(placed(finding, keysOf(finding)));
  return findings.filter((finding) => {
    const keys = keysOf(finding);
    if (seen.has(keys.whole) || (isLoose(finding) && taken.has(placed(finding, keys)))) return false;
    seen.add(keys.whole);
    return true;
  });
}

/** Equals in one scope get an ordinal, in the order of the text, so that a decision is about one finding. */
function withOwnAnchors(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const { own } = keysOf(finding);
    const ordinal = (seen.get(own) ?? 0) + 1;
    seen.set(own, ordinal);
    return ordinal === 1 ? finding : { ...finding, anchor: `${finding.anchor}|#${ordinal}` };
  });
}

/** `meta.subsumes`: of two findings at one place, or at one anchor that the stronger stands at or speaks for, the named rule's goes. */
function withoutWeaker(findings: readonly Finding[], rules: readonly Rule[]): Finding[] {
  const subsumed = new Map<string, Set<string>>();
  for (const rule of rules)
    for (const weaker of rule.meta.subsumes ?? []) (subsumed.get(weaker) ?? subsumed.set(weaker, new Set()).get(weaker)!).add(rule.id);
  if (subsumed.size === 0) return [...findings];
  // Few rules drop others: only their findings are looked up.
  const strong = new Set([...subsumed.values()].flatMap((ids) => [...ids]));
  const at = new Map<string, Set<string>>();
  const note = (key: string, rule: string) => (at.get(key) ?? at.set(key, new Set()).get(key)!).add(rule);
  for (const finding of findings) {
    if (!strong.has(finding.rule)) continue;
    note(keysOf(finding).place, finding.rule);
    note(keysOf(finding).anchor, finding.rule);
    for (const anchor of finding.speaksFor ?? []) note(`#${anchor}`, finding.rule);
  }
  const dropped = (key: string, stronger: ReadonlySet<string>): boolean => [...(at.get(key) ?? [])].some((rule) => stronger.has(rule));
  return findings.filter((finding) => {
    const stronger = subsumed.get(finding.rule);
    return !stronger || !(dropped(keysOf(finding).place, stronger) || dropped(keysOf(finding).anchor, stronger));
  });
}
