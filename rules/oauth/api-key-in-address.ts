// An API definition that takes its key, or another credential, in the address.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, itemsOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { entriesOf, namesAddress, operationsOf, schemesOf, soleSchemes, titleOf } from './api-operations.ts';

/** Parameters that are a credential by their whole name; `token` alone is as often one of a page or of an invitation. */
const credential =
  /^(?:(?:access|refresh|id|auth|bearer|api|session)[-_]?token|client[-_]?secret|(?:x[-_])?api[-_]?key|password|passwd|pwd)$/i;

export const apiKeyInAddress = defineRule({
  id: 'oauth/api-key-in-address',
  meta: {
    title: 'API key that stands in the address',
    category: 'oauth',
    severity: 'low',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI2:2025', 'NHI4:2025', 'PR.DS-02'],
    peers: ['CKV_OPENAPI_20'],
    fix: 'suggestion',
    messages: {
      parameter:
        '{method} {path} takes "{name}" in the address, which servers, proxies, histories and referrers write down; take it in a header or in the body',
      query:
        'Callers send the key "{name}" as `?{parameter}=` in the address, which servers, proxies, histories and referrers write down; take it in a header',
    },
    docs: {
      what: 'A security scheme of an OpenAPI or Swagger document of the type `apiKey` with `in: query`, or a parameter of the address that is a credential by its name.',
      why: 'Addresses are logged everywhere on the way and kept in browsers. Whoever reads one of those logs has a key that works until somebody changes it.',
      remedy: 'Take the key in a header, or better a token that ends.',
      bad: [
        {
          file: 'openapi.yaml',
          text: 'openapi: 3.0.3\ninfo: { title: Orders, version: 1.0.0 }\npaths: {}\ncomponents:\n  securitySchemes:\n    key: { type: apiKey, in: «query», name: key }\n',
        },
      ],
      good: [
        {
          file: 'openapi.yaml',
          text: 'openapi: 3.0.3\ninfo: { title: Orders, version: 1.0.0 }\npaths: {}\ncomponents:\n  securitySchemes:\n    key: { type: apiKey, in: header, name: X-Api-Key }\n',
        },
      ],
      references: ['https://owasp.org/www-community/vulnerabilities/Information_exposure_through_query_strings_in_url'],
    },
  },
  on: {
    oauthClient(client, context) {
      if (client.product !== 'openapi' || client.carrier.kind !== 'api') return;
      const all = entriesOf(schemesOf(client.value));
      const sole = soleSchemes(client.value);
      for (const { key, value } of all) {
        const where = entryOf(value, 'in')?.value;
        if (where?.kind !== 'scalar' || textOf(where) !== 'query' || textOf(entryOf(value, 'type')?.value)?.toLowerCase() !== 'apikey')
          continue;
        const name = textOf(key) ?? '';
        context.report({
          at: where.at,
          message: 'query',
          // Beside another scheme it is an offer that callers can pass by, or half of what they need; it weighs more where
          // nothing says that the address is encrypted.
          ...(all.length === 1 || sole.has(name) || !namesAddress(client.value) ? {} : { severity: 'info' as const }),
          data: { name, parameter: textOf(entryOf(value, 'name')?.value) ?? '…' },
          anchor: `${client.anchor}|scheme ${name}|in`,
          suggestions: where.editable
            ? [editing('Take it in a header; callers and the server have to follow', where.at.uri, () => [replaceText(where, 'header')])]
            : [],
        });
      }
      const shared = entriesOf(valueAt(client.value, 'paths')).map(({ key, value }) => ({ path: textOf(key) ?? '', method: 'any', value }));
      for (const { path, method, value } of [...shared, ...operationsOf(client.value)])
        for (const one of itemsOf(valueAt(value, 'parameters'))) {
          const name = entryOf(one, 'name')?.value;
          const where = textOf(valueAt(one, 'in'));
          // A question about one that is answered with yes or no.
          if ((textOf(valueAt(one, 'schema', 'type')) ?? textOf(valueAt(one, 'type'))) === 'boolean') continue;
          if (name?.kind !== 'scalar' || (where !== 'query' && where !== 'path') || !credential.test(textOf(name) ?? '')) continue;
          context.report({
            at: name.at,
            message: 'parameter',
            data: { method: method === 'any' ? 'Any method of' : titleOf(method), path, name: textOf(name)! },
            anchor: `${client.anchor}|${method} ${path}|parameter ${textOf(name)!}`,
          });
        }
    },
  },
});
