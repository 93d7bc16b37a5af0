// Reads files that declare OAuth clients and SaaS applications, and gives each as an identity with its scope. Files of
// Backstage's catalogue declare owners, and are read as identities only.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import type { DataTree } from '../../syntax/data.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseToml } from '../../syntax/toml.ts';
import { parseXml } from '../../syntax/xml.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import type { OAuthClient } from '../oauth.ts';
import { noFacts, type Facts } from '../types.ts';
import { textOf, valueAt, type Mapping } from '../value.ts';
import { readAuth0 } from './auth0.ts';
import {
  readAuthelia,
  readAuthentik,
  readBackstageConfig,
  readDex,
  readHydra,
  readHydraConfig,
  readOAuth2Proxy,
  readRegistered,
  readSpring,
  readSupabase,
} from './config-files.ts';
import { manifestsIn, readEntra } from './entra.ts';
import { oauthFileOf, type OAuthFile } from './file-kinds.ts';
import { readGithubApp } from './github-app.ts';
import { readAppsScript, readGoogleClient, readWebExtension } from './google.ts';
import { clientIdentity } from './identity.ts';
import { readKeycloak } from './keycloak.ts';
import { leafAt } from './make.ts';
import { readM365App, readOfficeAddIn, readSharePointSolution } from './microsoft-apps.ts';
import { readProxyContainers } from './proxy-containers.ts';
import { readSalesforce } from './salesforce.ts';
import { readAsyncApi, readConnect, readFigma, readForge, readOpenApi, readShopify } from './saas-manifests.ts';
import { readSlack } from './slack.ts';

const readers: Readonly<Record<Exclude<OAuthFile, 'backstage'>, (value: Mapping, uri: string) => OAuthClient[]>> = {
  slack: readSlack,
  'github-app': readGithubApp,
  'apps-script': readAppsScript,
  'web-extension': readWebExtension,
  'office-add-in': readOfficeAddIn,
  'm365-app': readM365App,
  'google-client': readGoogleClient,
  entra: readEntra,
  auth0: readAuth0,
  keycloak: readKeycloak,
  forge: readForge,
  connect: readConnect,
  shopify: readShopify,
  salesforce: readSalesforce,
  openapi: readOpenApi,
  spring: readSpring,
  dex: readDex,
  hydra: readHydra,
  registered: readRegistered,
  'backstage-config': readBackstageConfig,
  supabase: readSupabase,
  'oauth2-proxy': readOAuth2Proxy,
  'proxy-container': readProxyContainers,
  'hydra-config': readHydraConfig,
  authelia: readAuthelia,
  asyncapi: readAsyncApi,
  authentik: readAuthentik,
  figma: readFigma,
  spfx: readSharePointSolution,
};

export const reader: Reader = {
  read(documents) {
    return new Map(documents.map((document) => [document.uri, readDocument(document)]));
  },
};

function parserOf(document: Document): (text: string) => DataTree {
  // The proxy's files have the syntax of TOML under another ending.
  if (document.format === 'toml' || document.format === 'ini') return parseToml;
  if (document.format === 'yaml') return parseYaml;
  return document.format === 'json' ? parseJson : parseXml;
}

function readDocument(document: Document): Facts {
  const facts = noFacts();
  const file = oauthFileOf(document);
  if (!file) return facts;
  for (const root of document.tree(parserOf(document)).roots) {
    const written = valueOf(root, document.uri);
    const value = file === 'entra' ? manifestsIn(written) : written;
    if (value.kind === 'mapping' && file === 'backstage') addCatalogued(facts, value);
    if (value.kind !== 'mapping' || file === 'backstage') continue;
    for (const client of readers[file](value, document.uri)) {
      facts.oauthClients.push(client);
      const identity = clientIdentity(client);
      if (identity) facts.identities.push(identity);
    }
  }
  return facts;
}

/** An entry of Backstage's catalogue: the owner of everything beside it. */
function addCatalogued(facts: Facts, value: Mapping): void {
  const name = leafAt(value, 'metadata', 'name');
  const kind = textOf(valueAt(value, 'kind'));
  const owner = leafAt(value, 'spec', 'owner');
  if (!name || !kind || textOf(name) === undefined) return;
  const address = `${kind.toLowerCase()}:${textOf(name)!}`;
  facts.identities.push({
    id: `backstage:${address}`,
    platform: 'saas',
    kind: 'application',
    name: textOf(name)!,
    ...(owner ? { owner } : {}),
    scopeItems: [],
    at: name.at,
    carrier: { dialect: 'oauth', kind: 'backstage', address, block: value.at, head: name.at },
    traits: {},
  });
}
