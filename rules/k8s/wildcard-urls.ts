// `*` among the paths of a role that are no resources: `/metrics`, `/healthz`, `/logs`, and what extensions serve.
import { replaceByList } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { patternOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const role = (urls: string, verbs: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: probe
rules:
  - nonResourceURLs: [${urls}]
    verbs: [${verbs}]
`;

const reading: ReadonlySet<string> = new Set(['get', 'head', 'options']);

export const wildcardUrls = defineRule({
  id: 'k8s/wildcard-urls',
  meta: {
    title: 'Every path of the API server',
    category: 'rbac',
    severity: 'low',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      urls: '`{url}` with {verbs} allows more than reading every path of the API server that is no resource: name the paths, and `get`',
    },
    docs: {
      what: 'A rule of a role with `*` or `/*` among its nonResourceURLs and a verb that does more than read.',
      why: 'Metrics and health need `get` on a path or two. The star also holds logs, profiles and debug flags of the API server, some of which are written.',
      remedy: 'List the paths (`/metrics`, `/healthz`) with the verb `get`.',
      bad: [{ file: 'deploy/rbac.yaml', text: role('"«*»"', '"*"') }],
      good: [{ file: 'deploy/rbac.yaml', text: role('"/metrics"', 'get') }],
      references: ['https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb'],
    },
  },
  on: {
    grant(grant, context) {
      if (
        grant.platform !== 'k8s' ||
        grant.role !== 'custom-role' ||
        grant.enabled === 'no' ||
        !grant.rule ||
        textOf(grant.rule.role) === 'ClusterRole/cluster-admin'
      )
        return;
      const url = grant.rule.urls.find((one) => ['*', '/*'].includes(textOf(one) ?? ''));
      const beyond = grant.rule.verbs.filter((verb) => verb.kind === 'scalar' && !reading.has(textOf(verb) ?? '') && textOf(verb) !== '');
      if (!url || beyond.length === 0) return;
      const verbs = beyond
        .slice(0, 3)
        .map((verb) => `\`${patternOf(verb)}\``)
        .join(', ');
      const star = beyond.find((verb) => textOf(verb) === '*' && verb.editable);
      context.report({
        at: url.at,
        message: 'urls',
        data: { url: textOf(url)!, verbs },
        anchor: `${grant.anchor}|urls`,
        suggestions: star ? [editing('Allow get alone', star.token.uri, (document) => [replaceByList(star, ['get'], document)])] : [],
      });
    },
  },
});
