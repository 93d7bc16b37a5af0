// JSON Web Tokens: what header and claims say. The signature cannot be checked without the key, so a token counts as real
// when both parts are JSON objects and the header names an algorithm (RFC 7519). Of an encrypted one, of five parts, only the
// header can be read, which names both of its algorithms (RFC 7516); its bearer is believed all the same.
import { dayOf, jsonIn, nameIn } from './claims.ts';

export interface Jwt {
  readonly facts: readonly string[];
  readonly expires?: string;
  readonly kind: 'secret' | 'test' | 'publishable';
  /** The provider that the claims name, where they do. */
  readonly provider?: string;
  readonly signed: boolean;
}

/** Reads a token; undefined when it is none. `text` must begin with the header. */
export function readJwt(text: string): Jwt | undefined {
  const parts = text.split('.');
  const [head, body, signature] = parts;
  if (parts.length === 5) return readEncrypted(head!);
  if (!head || !body || head.length > 4000 || body.length > 16_000) return undefined;
  const header = jsonIn(head);
  const claims = jsonIn(body);
  if (!header || typeof header['alg'] !== 'string' || !claims) return undefined;
  const facts: string[] = [];
  const issuer = nameIn(claims['iss']);
  if (issuer) facts.push(`issued by ${issuer}`);
  const audience = nameIn(Array.isArray(claims['aud']) ? claims['aud'][0] : claims['aud']);
  if (audience) facts.push(`for ${audience}`);
  const role = nameIn(claims['role']);
  if (role) facts.push(`role ${role}`);
  const expires = dayOf(claims['exp']);
  if (!expires && claims['exp'] === undefined) facts.push('never expires');
  return {
    facts,
    expires,
    kind: kindOf(claims, issuer, role),
    provider: providerOf(claims, issuer),
    signed: (signature?.length ?? 0) >= 20,
  };
}

function readEncrypted(head: string): Jwt | undefined {
  const header = jsonIn(head);
  if (typeof header?.['alg'] !== 'string' || typeof header['enc'] !== 'string') return undefined;
  const algorithm = nameIn(header['enc']);
  return { facts: algorithm ? [`encrypted with ${algorithm}`] : [], kind: 'secret', signed: true };
}

function kindOf(claims: Readonly<Record<string, unknown>>, issuer: string | undefined, role: string | undefined): Jwt['kind'] {
  if (issuer === 'supabase-demo') return 'test';
  if (issuer === 'supabase' && role === 'anon') return 'publishable';
  // The sample that jwt.io shows, which every tutorial repeats.
  if (claims['sub'] === '1234567890' && claims['iat'] === 1516239022) return 'test';
  // What a test of a library or a page about tokens signs says nothing of anybody.
  const names = Object.keys(claims).filter((name) => !/^(?:iat|nbf|exp)$/.test(name));
  if (names.length > 0 && names.every((name) => saysNothing.test(name))) return 'test';
  return 'secret';
}

const saysNothing = /^(?:foo|bar|baz|qux|hello|world|some|test|example|a|b|c|x|y)$/;

function providerOf(claims: Readonly<Record<string, unknown>>, issuer: string | undefined): string | undefined {
  if (issuer === 'supabase') return 'Supabase';
  if (!issuer) return undefined;
  if (issuer.startsWith('kubernetes/serviceaccount') || issuer.startsWith('https://kubernetes.default.svc')) return 'Kubernetes';
  if (issuer.includes('temporal.io')) return 'Temporal';
  if (issuer.startsWith('jfac@') || issuer.startsWith('jffe@')) return 'JFrog';
  if (issuer.startsWith('https://sts.windows.net/') || issuer.startsWith('https://login.microsoftonline.com/')) return 'Microsoft Entra';
  if (issuer.startsWith('https://accounts.google.com')) return 'Google';
  return typeof claims['1password.com/ftv'] === 'string' ? '1Password' : undefined;
}
