// From what a rule reports to a finding: whether the rule runs under these settings, how severe the finding is here and why,
// and its message.
import { isPage } from './development-place.ts';
import { atLeast, lowered, type Finding, type Severity, type Subject } from './finding.ts';
import type { LeftOff } from './facts/types.ts';
import { pathClassOf } from './path-class.ts';
import type { Report, Rule } from './rule.ts';
import type { Settings } from './settings.ts';

const rank = { default: 0, strict: 1, audit: 2 } as const;

/** Whether a rule runs under these settings. A rule that is off by name stays off in every profile. */
export function isOn(rule: Rule, settings: Settings): boolean {
  if (settings.only) return settings.only.includes(rule.id);
  if (rule.id in settings.off) return false;
  return settings.on.includes(rule.id) || rank[rule.meta.profile ?? 'default'] <= rank[settings.profile];
}

/** What keeps the thing that is looked at out of what is deployed, where its chart leaves it off. */
function leftOffOf(subject: Subject | undefined): LeftOff | undefined {
  return subject && 'leftOff' in subject.fact ? subject.fact.leftOff : undefined;
}

/** Whether it is a policy that a page shows: whoever copies it gives what it says, and the page gives nothing. */
const isShown = (subject: Subject | undefined): boolean =>
  subject?.kind === 'grant' && subject.fact.carrier.dialect === 'source' && isPage(subject.fact.carrier.block.uri);

/** Whether a finding about this is said at all: a possibility, which nobody has switched on, not in the default profile. */
export function isSaid(subject: Subject | undefined, { profile, only }: Settings): boolean {
  return profile !== 'default' || only !== undefined || leftOffOf(subject) === undefined;
}

/** The finding that a report comes to. Throws where the rule has no such message, or gave no value for a word of it. */
export function findingOf(rule: Rule, report: Report, settings: Settings, subject: Subject | undefined): Finding {
  const reasons: string[] = [];
  let severity: Severity = report.severity ?? rule.meta.severity;
  const quiet = rule.meta.severityInDefault;
  if (settings.profile === 'default' && quiet && atLeast(severity, quiet) && severity !== quiet) {
    severity = quiet;
    reasons.push(`${quiet} in the default profile`);
  }
  const off = leftOffOf(subject);
  if (off && atLeast(severity, 'medium')) {
    severity = 'low';
    reasons.push(`low where the chart leaves it off: ${off.value}`);
  }
  if (isShown(subject) && atLeast(severity, 'medium')) {
    severity = 'low';
    reasons.push('low in a page, where a policy is shown to readers');
  }
  const configured = settings.severities[rule.id];
  if (configured) {
    severity = configured;
    reasons.length = 0;
    reasons.push(`${configured} by configuration`);
  } else {
    const pathClass = pathClassOf(report.at.uri);
    if (pathClass && rule.meta.category !== 'drift') {
      severity = lowered(severity);
      reasons.push(`one step lower in ${pathClass}`);
    }
    if ((rule.meta.since ?? 1) > (settings.edition ?? Infinity) && atLeast(severity, 'medium')) {
      severity = 'low';
      reasons.push(`new in edition ${rule.meta.since}, and edition ${settings.edition} is configured`);
    }
  }
  return {
    rule: rule.id,
    category: rule.meta.category,
    severity,
    confidence: report.confidence ?? rule.meta.confidence,
    message: off
      ? `${fill(rule, report)}, once it is switched on: \`${off.value}\` is \`${off.set}\` in ${off.at.uri}`
      : fill(rule, report),
    at: report.at,
    anchor: report.anchor,
    ...(report.speaksFor ? { speaksFor: report.speaksFor } : {}),
    related: [...(report.related ?? []), ...(off ? [{ at: off.at, message: 'it is switched off here' }] : [])],
    fix: report.fix,
    suggestions: report.suggestions ?? [],
    subject,
    ...(rule.meta.replaces ? { replaces: rule.meta.replaces } : {}),
    adjusted: reasons.length > 0 ? reasons.join(', ') : undefined,
  };
}

function fill(rule: Rule, report: Report): string {
  const template = rule.meta.messages[report.message];
  if (template === undefined) throw new Error(`${rule.id} has no message "${report.message}"`);
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = report.data?.[name];
    if (value === undefined) throw new Error(`${rule.id}: message "${report.message}" needs data "${name}"`);
    return String(value);
  });
}
