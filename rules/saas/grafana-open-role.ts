// Grafana that gives more than a view to people it does not know.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { grafanaRole } from '../../server/engine/facts/data-services/grafana.ts';
import { patternOf, placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const grafanaOpenRole = defineRule({
  id: 'saas/grafana-open-role',
  meta: {
    title: 'Grafana that lets visitors edit or administer',
    category: 'admin',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      admin:
        '{who} is `{role}` of Grafana: of its users, its plugins and its data sources, with the credentials in them; give `Viewer`, or let people sign in',
      editor:
        '{who} is `{role}` of Grafana: it queries every data source with the credentials that are kept for it; give `Viewer`, or let people sign in',
    },
    docs: {
      what: 'Anonymous access with the role Admin or Editor, or one of these roles for everybody who signs up, in `grafana.ini`, in `GF_…` variables or in the values of the chart.',
      why: 'Grafana holds the credentials of databases and clouds. Whoever edits sends queries with them, and whoever administers also sends them elsewhere.',
      remedy: 'Set `org_role = Viewer` for a wall of dashboards, and let people sign in with the identity provider for everything else.',
      bad: [
        { file: 'deploy/grafana.ini', text: '[auth.anonymous]\nenabled = true\norg_role = «Admin»\n' },
        {
          file: 'compose.yaml',
          text: `services:
  grafana:
    image: grafana/grafana:11.2.0
    environment:
      GF_AUTH_ANONYMOUS_ENABLED: "true"
      GF_AUTH_ANONYMOUS_ORG_ROLE: «Editor»
`,
        },
      ],
      good: [
        { file: 'deploy/grafana.ini', text: '[auth.anonymous]\nenabled = true\norg_role = Viewer\n' },
        {
          file: 'compose.yaml',
          text: `services:
  grafana:
    image: grafana/grafana:11.2.0
    environment:
      GF_AUTH_ANONYMOUS_ENABLED: "false"
      GF_AUTH_ANONYMOUS_ORG_ROLE: Admin
`,
        },
      ],
      references: [
        'https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/anonymous-auth/',
        'https://grafana.com/docs/grafana/latest/administration/roles-and-permissions/',
      ],
    },
  },
  on: {
    grant(grant, context) {
      if (grant.carrier.kind !== grafanaRole || !grant.entitlement) return;
      const leaf = grant.entitlement;
      const role = textOf(leaf) ?? '';
      // A viewer's role is what dashboards on a wall are for.
      if (!/^(?:admin|editor)$/i.test(role)) return;
      const isAdmin = /^admin$/i.test(role);
      const who = patternOf(grant.principals[0]!.id);
      context.report({
        at: placeOf(leaf),
        message: isAdmin ? 'admin' : 'editor',
        anchor: grant.anchor,
        severity: isAdmin ? undefined : 'medium',
        data: { who: who.slice(0, 1).toUpperCase() + who.slice(1), role },
        suggestions: [
          editing('Give Viewer', leaf.at.uri, () => [
            leaf.editable ? replaceText(leaf, 'Viewer') : { uri: leaf.at.uri, span: leaf.at.span, text: 'Viewer' },
          ]),
        ],
      });
    },
  },
});
