// OpenAPI and Swagger documents as a whole: operations that ask for nothing, requirements that name no scheme, and
// addresses over which credentials go in the clear.
import { removeItem, replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { OAuthClient } from '../../server/engine/facts/oauth.ts';
import { entryOf, itemsOf, leavesOf, textOf, valueAt, type Leaf, type Value } from '../../server/engine/facts/value.ts';
import type { Severity } from '../../server/engine/finding.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { isAskedBeforeLogin } from './asked-before-login.ts';
import { entriesOf, gatewayAuth, hasGatewayPolicy, isMock, operationsOf, schemesOf, titleOf } from './api-operations.ts';

const isApi = (client: OAuthClient): boolean => client.product === 'openapi' && client.carrier.kind === 'api';
const empty = (value: Value | undefined): boolean =>
  (value?.kind === 'list' && value.complete !== false && value.items.length === 0) ||
  (value?.kind === 'mapping' && value.entries.length === 0);

/** A requirement that names nothing: beside others it makes the login optional. */
const anonymous = (value: Value | undefined): Value | undefined =>
  value?.kind === 'list'
    ? value.items.find((item) => item.kind === 'mapping' && item.complete !== false && item.entries.length === 0)
    : undefined;

export const apiWithoutAuthentication = defineRule({
  id: 'oauth/api-without-authentication',
  meta: {
    title: 'API operation that asks for no login',
    category: 'oauth',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: ['CKV_OPENAPI_1', 'CKV_OPENAPI_4', 'CKV_OPENAPI_5'],
    fix: 'none',
    whyNoFix: 'Which login the operation should ask for is not in the file.',
    messages: {
      whole: 'The requirement of the whole API is empty: operations that name none of their own take any call. Name a scheme',
      operation:
        '{method} {path} switches the login off with an empty `security`: anyone may call it. Remove the key, or leave it and say in its description why it is open',
      optional: '`{}` among the requirements of {what} lets calls in without a login. Remove it, or say in the description why it is open',
      unguarded:
        '{method} {path} names no requirement, and the API has none for all: anyone may call it, while a login is asked for at {others} of {all} operations. Require a scheme for the whole API',
      unused:
        'No operation requires what is defined here ({schemes}): gateways and servers that follow this file let every call through. Name it under `security`',
      gateway: '{method} {path} switches the authorizer of the gateway off: anyone may call it',
      none: 'No security scheme is defined and no operation asks for one: gateways and servers that follow this file let every call through',
    },
    docs: {
      what: 'A document of an API that defines no login, or an operation that switches it off.',
      why: 'Gateways, mocks and generated servers take their checks from this file. An empty list is not "not decided": it says that no login is needed.',
      remedy: 'Define a scheme and require it for the whole API; switch it off only where anybody may call, such as the login itself.',
      bad: [
        {
          file: 'openapi.yaml',
          text: 'openapi: 3.0.3\ninfo: { title: Orders, version: 1.0.0 }\nsecurity: [{ login: [] }]\npaths:\n  /orders:\n    delete:\n      «security»: []\n      responses: {}\ncomponents:\n  securitySchemes:\n    login: { type: http, scheme: bearer }\n',
        },
      ],
      good: [
        {
          file: 'openapi.yaml',
          text: 'openapi: 3.0.3\ninfo: { title: Orders, version: 1.0.0 }\nsecurity: [{ login: [] }]\npaths:\n  /login:\n    post:\n      security: []\n      responses: {}\n  /orders:\n    delete:\n      responses: {}\ncomponents:\n  securitySchemes:\n    login: { type: http, scheme: bearer }\n',
        },
      ],
      references: ['https://spec.openapis.org/oas/latest.html#security-requirement-object'],
    },
  },
  on: {
    oauthClient(client, context) {
      if (!isApi(client) || hasGatewayPolicy(client.value)) return;
      const api = client.value;
      const whole = entryOf(api, 'security');
      const operations = operationsOf(api);
      // A key without a value is read as an empty list by some tools and as no key by the others: neither asks for a login.
      if (whole && (empty(whole.value) || (whole.value.kind === 'scalar' && whole.value.value === null)))
        context.report({ at: whole.key.at, message: 'whole', severity: 'medium', anchor: `${client.anchor}|security` });
      const optional = anonymous(whole?.value);
      if (optional)
        context.report({ at: optional.at, message: 'optional', data: { what: 'the whole API' }, anchor: `${client.anchor}|security={}` });
      const named = operations.filter(({ value }) => entryOf(value, 'security') !== undefined || gatewayAuth(value) === true);
      // One that says `security: []` or `{}` names what it asks for too, and asks for nothing.
      const guarded = named.filter(({ value }) => {
        const own = valueAt(value, 'security');
        return own === undefined || !(empty(own) || anonymous(own));
      }).length;
      for (const { path, method, key, value } of operations) {
        if (isAskedBeforeLogin(path) || method === 'options' || method === 'head' || isMock(value)) continue;
        const own = entryOf(value, 'security');
        const writes: Severity = method === 'get' ? 'low' : 'medium';
        const data = { method: titleOf(method), path };
        const gateway = gatewayAuth(value);
        if (gateway !== undefined && gateway !== true && !own)
          context.report({ at: gateway.at, message: 'gateway', severity: writes, data, anchor: `${client.anchor}|${method} ${path}` });
        else if (!whole && guarded > 0 && !own && gateway === undefined)
          context.report({
            at: key.at,
            message: 'unguarded',
            severity: writes,
            data: { ...data, others: guarded, all: operations.length },
            anchor: `${client.anchor}|${method} ${path}`,
          });
        if (!own) continue;
        const free = anonymous(own.value);
        if (free)
          context.report({
            at: free.at,
            message: 'optional',
            severity: writes,
            data: { what: `${data.method} ${path}` },
            anchor: `${client.anchor}|${method} ${path}`,
          });
        if (!empty(own.value)) continue;
        context.report({
          at: own.key.at,
          message: 'operation',
          severity: writes,
          data,
          anchor: `${client.anchor}|${method} ${path}`,
        });
      }
      // Where everybody is to come in, nothing is missing.
      if (whole !== undefined || named.length > 0 || operations.every(({ path, value }) => isAskedBeforeLogin(path) || isMock(value)))
        return;
      const schemes = schemesOf(api);
      const defined = entriesOf(schemes).filter((one) => one.value.kind === 'mapping');
      if (defined.length > 0 && !valueAt(schemes, '$ref'))
        context.report({
          at: defined[0]!.key.at,
          message: 'unused',
          data: { schemes: defined.map((one) => `"${textOf(one.key) ?? ''}"`).join(', ') },
          anchor: `${client.anchor}|unused`,
        });
      else if (entriesOf(schemes).length === 0 && !valueAt(api, 'components', '$ref')) {
        const key = entryOf(api, 'securityDefinitions')?.key ?? entryOf(valueAt(api, 'components'), 'securitySchemes')?.key;
        context.report({ at: key?.at ?? client.head, message: 'none', anchor: `${client.anchor}|none` });
      }
    },
  },
});

export const apiUndefinedScheme = defineRule({
  id: 'oauth/api-undefined-scheme',
  meta: {
    title: 'API requires a login that is not defined',
    category: 'oauth',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: ['CKV_OPENAPI_6', 'CKV_OPENAPI_19'],
    fix: 'none',
    whyNoFix: 'What the scheme is, or which one is meant, is not in the file.',
    messages: {
      scheme:
        'No scheme "{name}" is defined: tools that read this file skip the requirement, and the call needs no login. Defined: {defined}',
      unread:
        '"{scope}" is asked of "{name}", which is of type {type} and has no scopes: every caller who has the credential passes, and the document says otherwise',
      scope: 'The scheme "{name}" has no scope "{scope}": nobody can be granted it, or nobody checks it',
    },
    docs: {
      what: 'A security requirement names a scheme, or a scope of OAuth, that the document does not define.',
      why: 'A requirement that cannot be resolved is dropped by many gateways and generators. The document says that the call is protected, and nothing protects it.',
      remedy: 'Define the scheme under `components.securitySchemes`, or correct the name.',
      bad: [
        {
          file: 'openapi.yaml',
          text: 'openapi: 3.0.3\ninfo: { title: Orders, version: 1.0.0 }\nsecurity:\n  - «logn»: []\npaths: {}\ncomponents:\n  securitySchemes:\n    login: { type: http, scheme: bearer }\n',
        },
      ],
      good: [
        {
          file: 'openapi.yaml',
          text: 'openapi: 3.0.3\ninfo: { title: Orders, version: 1.0.0 }\nsecurity:\n  - login: []\npaths: {}\ncomponents:\n  securitySchemes:\n    login: { type: http, scheme: bearer }\n',
        },
      ],
      references: ['https://spec.openapis.org/oas/latest.html#security-requirement-object'],
    },
  },
  on: {
    oauthClient(client, context) {
      if (!isApi(client)) return;
      const schemes = schemesOf(client.value);
      const names = new Set(entriesOf(schemes).flatMap((one) => textOf(one.key) ?? []));
      if (names.has('$ref') || valueAt(client.value, 'components', '$ref')) return;
      const whole = itemsOf(valueAt(client.value, 'security')).flatMap(entriesOf);
      const required = operationsOf(client.value)
        .flatMap((one) => itemsOf(valueAt(one.value, 'security')))
        .flatMap(entriesOf);
      for (const entry of [...whole, ...required]) {
        const name = textOf(entry.key) ?? '';
        if (!names.has(name)) {
          context.report({
            at: entry.key.at,
            message: 'scheme',
            // A document without any may be one of several that a tool puts together.
            ...(names.size === 0 ? { severity: 'info' as const } : {}),
            data: { name, defined: [...names].slice(0, 5).join(', ') || 'none' },
            anchor: `${client.anchor}|requires ${name}`,
          });
          continue;
        }
        const scopes = scopesOf(valueAt(schemes, name));
        // Version 3.1 lets other schemes name roles, for the readers of the document.
        if (!scopes && !named31(client.value) && /^(?:apiKey|basic|http)$/i.test(textOf(valueAt(schemes, name, 'type')) ?? ''))
          for (const leaf of leavesOf(entry.value)) {
            const scope = textOf(leaf) ?? '';
            if (scope === '') continue;
            context.report({
              at: leaf.at,
              message: 'unread',
              severity: 'info',
              data: { name, scope, type: textOf(valueAt(schemes, name, 'type')) ?? '' },
              anchor: `${client.anchor}|requires ${name} ${scope}`,
            });
          }
        for (const leaf of scopes ? leavesOf(entry.value) : []) {
          const scope = textOf(leaf);
          if (scope !== undefined && !scopes!.has(scope))
            context.report({
              at: leaf.at,
              message: 'scope',
              severity: whole.includes(entry) ? 'low' : 'info',
              data: { name, scope },
              anchor: `${client.anchor}|requires ${name} ${scope}`,
            });
        }
      }
    },
  },
});

const named31 = (api: Value): boolean => /^3\.[1-9]/.test(textOf(valueAt(api, 'openapi')) ?? '');

/** The scopes that a scheme of OAuth defines in any of its flows; undefined for other schemes. */
function scopesOf(scheme: Value | undefined): ReadonlySet<string> | undefined {
  if (textOf(valueAt(scheme, 'type')) !== 'oauth2') return undefined;
  const defined = [valueAt(scheme, 'scopes'), ...entriesOf(valueAt(scheme, 'flows')).map((one) => valueAt(one.value, 'scopes'))].filter(
    (one) => one?.kind === 'mapping',
  );
  return defined.length === 0 ? undefined : new Set(defined.flatMap(entriesOf).flatMap((one) => textOf(one.key) ?? []));
}

const loopback =
  /^(?:https?|wss?):\/\/(?:localhost|127(?:\.\d+){3}|\[::1\]|0\.0\.0\.0|[^/:]*\.(?:localhost|local|internal|test)|[^./:]+|10(?:\.\d+){3}|192\.168(?:\.\d+){2})(?:[:/]|$)/i;

export const apiCredentialInTheClear = defineRule({
  id: 'oauth/api-credential-in-the-clear',
  meta: {
    title: 'API that takes credentials without encryption',
    category: 'oauth',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.DS-02'],
    peers: ['CKV_OPENAPI_18', 'CKV_OPENAPI_20'],
    fix: 'suggestion',
    messages: {
      clear:
        '{address} is not encrypted, and calls carry the credential of {schemes}: everyone on the way can read it and use it afterwards. Use {better}',
    },
    docs: {
      what: 'A server or scheme of an API is http or ws, and its calls carry a key, a password or a token.',
      why: 'A key in a header is sent with every call. Without encryption each network on the way has it, and clients that are made from this file will send it there.',
      remedy: 'List https and wss addresses only.',
      bad: [
        {
          file: 'openapi.yaml',
          text: 'openapi: 3.0.3\ninfo: { title: Orders, version: 1.0.0 }\nservers:\n  - url: «http://api.acme.dev/v1»\nsecurity: [{ key: [] }]\npaths: {}\ncomponents:\n  securitySchemes:\n    key: { type: apiKey, in: header, name: X-Api-Key }\n',
        },
      ],
      good: [
        {
          file: 'openapi.yaml',
          text: 'openapi: 3.0.3\ninfo: { title: Orders, version: 1.0.0 }\nservers:\n  - url: https://api.acme.dev/v1\n  - url: http://localhost:8080\nsecurity: [{ key: [] }]\npaths: {}\ncomponents:\n  securitySchemes:\n    key: { type: apiKey, in: header, name: X-Api-Key }\n',
        },
      ],
      references: [
        'https://spec.openapis.org/oas/latest.html#server-object',
        'https://owasp.org/API-Security/editions/2023/en/0xa8-security-misconfiguration/',
      ],
    },
  },
  on: {
    oauthClient(client, context) {
      if (!isApi(client)) return;
      const carried = entriesOf(schemesOf(client.value))
        .filter((one) => /^(?:apiKey|basic|http|oauth2|openIdConnect)$/i.test(textOf(valueAt(one.value, 'type')) ?? ''))
        .flatMap((one) => textOf(one.key) ?? []);
      if (carried.length === 0) return;
      const report = (leaf: Leaf, address: string, better: string, alone: boolean): void =>
        context.report({
          at: leaf.at,
          message: 'clear',
          data: { address, schemes: carried.slice(0, 3).join(', '), better },
          anchor: `${client.anchor}|${address}`,
          // What a variable fills in is changed where the variable is declared.
          suggestions:
            leaf.editable && textOf(leaf) === address
              ? [
                  alone
                    ? editing(`Write ${better}`, leaf.at.uri, () => [replaceText(leaf, better)])
                    : editing(`Remove ${address}`, leaf.at.uri, (document) => [removeItem(leaf, document)]),
                ]
              : [],
        });
      const places = [client.value, ...entriesOf(valueAt(client.value, 'paths')).map((one) => one.value)];
      const operations = operationsOf(client.value).map((one) => one.value);
      for (const server of [...places, ...operations].flatMap((one) => itemsOf(valueAt(one, 'servers')))) {
        for (const leaf of leavesOf(valueAt(server, 'url'))) {
          const url = withDefaults(textOf(leaf) ?? '', valueAt(server, 'variables'));
          if (/^(?:http|ws):\/\//i.test(url) && !loopback.test(url)) report(leaf, url, url.replace(/^(http|ws)/i, '$1s'), true);
        }
      }
      const host = textOf(valueAt(client.value, 'host')) ?? '';
      if (host !== '' && loopback.test(`http://${host}`)) return;
      for (const one of [client.value, ...operations]) {
        const written = leavesOf(valueAt(one, 'schemes'));
        for (const leaf of written) {
          const scheme = textOf(leaf) ?? '';
          if (scheme === 'http' || scheme === 'ws')
            report(leaf, scheme, `${scheme}s`, !written.some((other) => textOf(other) === `${scheme}s`));
        }
      }
    },
  },
});

/** An address with the defaults of its variables in their places; names in braces stay where they have none. */
function withDefaults(url: string, variables: Value | undefined): string {
  return url.replace(/\{([^{}]{1,100})\}/g, (whole, name: string) => textOf(valueAt(variables, name, 'default')) ?? whole);
}
