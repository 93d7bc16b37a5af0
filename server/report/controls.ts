// Controls that people are audited against, and which of our rules speak to each. Rules name OWASP NHI Top 10 and NIST CSF
// 2.0 ids themselves; the other frameworks are reached from those, by the table below. Titles are the frameworks' own, cut
// where they are long. Sources: OWASP Non-Human Identities Top 10 (2025), NIST CSF 2.0 (CSWP 29), SP 800-53 Rev. 5,
// SP 800-207 section 2.1, PCI DSS 4.0.
import type { Rule } from '../engine/rule.ts';
import type { ControlResult, ReportInput } from './report.ts';
import { verdict } from './access-review.ts';
import { tableOf } from '../engine/table.ts';

interface Control {
  readonly framework: string;
  readonly id: string;
  readonly title: string;
  /** Ids that rules name. Its own id when left out. */
  readonly through?: readonly string[];
  /** Cannot be shown by code: it takes reviews, or observations. */
  readonly needs?: 'reviews' | 'observations';
}

const nhi = 'OWASP NHI Top 10 2025';
const csf = 'NIST CSF 2.0';
const sp53 = 'NIST SP 800-53 Rev. 5';
const sp207 = 'NIST SP 800-207';
const pci = 'PCI DSS 4.0';

export const controls: readonly Control[] = [
  { framework: nhi, id: 'NHI1:2025', title: 'Improper offboarding' },
  { framework: nhi, id: 'NHI2:2025', title: 'Secret leakage' },
  { framework: nhi, id: 'NHI3:2025', title: 'Vulnerable third-party NHI' },
  { framework: nhi, id: 'NHI4:2025', title: 'Insecure authentication' },
  { framework: nhi, id: 'NHI5:2025', title: 'Overprivileged NHI' },
  { framework: nhi, id: 'NHI6:2025', title: 'Insecure cloud deployment configurations' },
  { framework: nhi, id: 'NHI7:2025', title: 'Long-lived secrets' },
  { framework: nhi, id: 'NHI8:2025', title: 'Environment isolation' },
  { framework: nhi, id: 'NHI9:2025', title: 'NHI reuse' },
  { framework: nhi, id: 'NHI10:2025', title: 'Human use of NHI' },
  { framework: csf, id: 'PR.AA-01', title: 'Identities and credentials for authorized users, services, and hardware are managed' },
  { framework: csf, id: 'PR.AA-03', title: 'Users, services, and hardware are authenticated' },
  {
    framework: csf,
    id: 'PR.AA-05',
    title:
      'Access permissions, entitlements, and authorizations are defined in a policy, managed, enforced, and reviewed, with least privilege and separation of duties',
  },
  { framework: csf, id: 'PR.DS-01', title: 'Data-at-rest are protected' },
  { framework: csf, id: 'PR.DS-02', title: 'Data-in-transit are protected' },
  { framework: csf, id: 'PR.DS-10', title: 'Data-in-use are protected' },
  { framework: csf, id: 'PR.PS-01', title: 'Configuration management practices are established and applied' },
  { framework: csf, id: 'PR.PS-05', title: 'Installation and execution of unauthorized software are prevented' },
  { framework: csf, id: 'PR.PS-06', title: 'Secure software development practices are integrated' },
  { framework: csf, id: 'ID.AM-02', title: 'Inventories of software, services, and systems are maintained' },
  { framework: csf, id: 'ID.AM-08', title: 'Systems, hardware, software, services, and data are managed throughout their life cycles' },
  { framework: csf, id: 'ID.RA-01', title: 'Vulnerabilities in assets are identified, validated, and recorded' },
  {
    framework: csf,
    id: 'ID.RA-09',
    title: 'The authenticity and integrity of hardware and software are assessed prior to acquisition and use',
  },
  { framework: csf, id: 'GV.OV-01', title: 'Cybersecurity risk management strategy outcomes are reviewed' },
  {
    framework: csf,
    id: 'GV.RR-02',
    title: 'Roles, responsibilities, and authorities are established, communicated, understood, and enforced',
  },
  {
    framework: csf,
    id: 'GV.SC-07',
    title: 'The risks posed by suppliers, their products and services, and other third parties are understood and monitored',
  },
  { framework: csf, id: 'RS.MI-02', title: 'Incidents are eradicated' },
  { framework: csf, id: 'DE.CM-03', title: 'Personnel activity and technology usage are monitored' },
  { framework: sp53, id: 'AC-2', title: 'Account management', through: ['NHI1:2025', 'GV.RR-02'], needs: 'reviews' },
  { framework: sp53, id: 'AC-6', title: 'Least privilege', through: ['NHI5:2025', 'PR.AA-05'] },
  { framework: sp53, id: 'IA-5', title: 'Authenticator management', through: ['NHI2:2025', 'NHI7:2025'] },
  { framework: sp53, id: 'IA-9', title: 'Service identification and authentication', through: ['NHI4:2025', 'PR.AA-03'] },
  {
    framework: sp207,
    id: 'tenet 3',
    title: 'Access to individual enterprise resources is granted on a per-session basis',
    through: ['NHI7:2025', 'PR.AA-05'],
  },
  {
    framework: sp207,
    id: 'tenet 6',
    title: 'All resource authentication and authorization are dynamic and strictly enforced before access is allowed',
    through: ['NHI4:2025', 'PR.AA-03'],
  },
  {
    framework: pci,
    id: '7.2.5',
    title: 'Application and system accounts and related access privileges are assigned and managed by least privilege',
    through: ['NHI5:2025'],
  },
  {
    framework: pci,
    id: '7.2.5.1',
    title: 'Access by application and system accounts and related privileges are reviewed periodically',
    through: ['NHI5:2025'],
    needs: 'reviews',
  },
  {
    framework: pci,
    id: '8.6.1',
    title: 'Accounts of systems or applications that can be used for interactive login are managed',
    through: ['NHI10:2025'],
  },
  {
    framework: pci,
    id: '8.6.2',
    title: 'Passwords of application and system accounts are not hard coded in scripts, configuration or source code',
    through: ['NHI2:2025'],
  },
  {
    framework: pci,
    id: '8.6.3',
    title: 'Passwords of application and system accounts are protected against misuse and changed periodically',
    through: ['NHI7:2025'],
    needs: 'observations',
  },
];

/** Subcategories of CSF 1.1 that people still ask for, and what they became in 2.0. */
const csf11 = tableOf<string>({
  'PR.AC-1': 'PR.AA-01',
  'PR.AC-3': 'PR.AA-05',
  'PR.AC-4': 'PR.AA-05',
  'PR.AC-6': 'PR.AA-02',
  'PR.AC-7': 'PR.AA-03',
  'PR.DS-1': 'PR.DS-01',
  'PR.DS-2': 'PR.DS-02',
  'PR.IP-1': 'PR.PS-01',
  'ID.AM-2': 'ID.AM-02',
  'ID.RA-1': 'ID.RA-01',
});

/** The control of an id as people write it: any case, an id of CSF 1.1 too, and then the sentence that says what it became. */
export function controlNamed(text: string): { readonly id: string; readonly said?: string } | undefined {
  const wanted = text.trim().toUpperCase();
  const translated = csf11.get(wanted);
  const found = controls.find(({ id }) => id.toUpperCase() === (translated ?? wanted) || id.toUpperCase() === `${wanted}:2025`);
  if (!found) return undefined;
  return translated ? { id: found.id, said: `${wanted} of CSF 1.1 is ${found.id} in CSF 2.0` } : { id: found.id };
}

/** How each control stands. `only` limits them to these ids. */
export function controlResults(input: ReportInput, only: readonly string[] = []): ControlResult[] {
  const open = new Map<string, number>();
  for (const { finding } of input.findings) open.set(finding.rule, (open.get(finding.rule) ?? 0) + 1);
  const reviewed = input.identities.length > 0 && input.identities.every((one) => verdict(one).tone === 'good');
  return controls
    .filter(({ id }) => only.length === 0 || only.includes(id))
    .map(({ framework, id, title, through = [id], needs }) => {
      const rules = input.rules.filter((rule: Rule) => rule.meta.frameworks.some((one) => through.includes(one)));
      const findings = rules.reduce((sum, rule) => sum + (open.get(rule.id) ?? 0), 0);
      const evidenced =
        rules.length > 0 &&
        input.lost.length === 0 &&
        (needs === undefined || (needs === 'reviews' ? reviewed : input.observed.current.length > 0));
      return {
        framework,
        id,
        title,
        rules: rules.length,
        findings,
        state: findings > 0 ? 'not satisfied' : evidenced ? 'satisfied' : 'not evidenced',
      };
    });
}
