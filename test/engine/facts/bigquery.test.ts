// BigQuery's statements give roles of Google IAM: judged by the rules about Google Cloud, and no grants of a database.
import { expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { readMarks } from '../../support/rule-tester.ts';

it.each([
  [
    'gcp/public-member',
    'GRANT `roles/bigquery.dataViewer` ON SCHEMA `acme`.shop TO "specialGroup:«allAuthenticatedUsers»", "group:shop@acme.example";\n'.replace(
      'specialGroup:«',
      '«specialGroup:',
    ),
  ],
  [
    'gcp/basic-role-owner',
    'GRANT `roles/logging.viewer`, `«roles/owner»` ON PROJECT `acme` TO "serviceAccount:ci@acme.iam.gserviceaccount.com"\n',
  ],
  ['gcp/basic-role-owner', 'GRANT `roles/owner` ON TABLE `acme`.shop.orders TO "serviceAccount:ci@acme.iam.gserviceaccount.com";\n'],
  ['gcp/public-member', 'GRANT `roles/bigquery.dataViewer` ON TABLE shop.orders TO "{{ member }}", "domain:acme.example";\n'],
  ['gcp/public-member', 'REVOKE `roles/bigquery.dataViewer` ON SCHEMA shop FROM "specialGroup:allUsers";\n'],
  ['sql/grant-public', 'GRANT `roles/bigquery.dataViewer` ON SCHEMA shop TO "specialGroup:allUsers";\n'],
])('%s: %s', async (rule, marked) => {
  const { text, spans } = readMarks(marked);
  const { findings, failures } = await analyzeTexts({ 'warehouse/grants.sql': text });
  expect(failures).toEqual([]);
  expect(findings.filter((finding) => finding.rule === rule).map((finding) => [...finding.at.span])).toEqual(
    spans.map((span) => [...span]),
  );
});
