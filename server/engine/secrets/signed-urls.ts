// Addresses that are their own credential: signed by S3, Google Cloud Storage or Azure Storage for a time and a few verbs.
// What they allow and until when is read from their parameters (SigV4 query signing, SAS of version 2015 and later).
import type { Recognised } from './recognise.ts';
import type { Span } from '../text/text.ts';

const value = /[A-Za-z0-9%+/=._~-]{20,1200}/y;

/** The signature whose parameter name ends at `end` (`X-Amz-Signature=`, `sig=`); undefined where the address around it is not signed. */
export function signatureAt(text: string, end: number, name: string): Recognised | undefined {
  value.lastIndex = end;
  const signature = value.exec(text)?.[0];
  if (!signature) return undefined;
  const span: Span = [end, end + signature.length];
  const query = around(text, end);
  const parameter = (key: string) => new RegExp(`[?&;"' ]${key}=([^&\\s"'<>]{1,200})`, 'i').exec(query)?.[1];
  if (name === 'sig=') {
    if (/\/workflows\/[0-9a-f]{32}\/triggers\//.test(query))
      return /^[\w-]{43}$/.test(signature)
        ? {
            ...made('azure-workflow-url', 'Azure Logic Apps or Power Automate address', 'Azure', signature, span, undefined, []),
            risk: 'ingest',
            instead: 'a trigger that asks for a token of Entra ID',
          }
        : undefined;
    const permissions = parameter('sp');
    if (!parameter('sv') || (!permissions && !parameter('ss') && !parameter('si')) || !/^[A-Za-z0-9%+/=]{43,64}$/.test(signature))
      return undefined;
    const expires = /^\d{4}-\d\d-\d\d/.exec(decodeURIComponentSafe(parameter('se') ?? ''))?.[0];
    return made(
      'azure-sas-token',
      'Azure shared access signature',
      'Azure',
      signature,
      span,
      expires,
      permissions && /^[a-z]{1,16}$/.test(permissions) ? [`permissions ${permissions}`] : [],
    );
  }
  const prefix = name.slice(0, name.indexOf('-', 2));
  if (!/^[0-9a-fA-F]{64,1024}$/.test(signature) || !parameter(`${prefix}-Credential`)) return undefined;
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(parameter(`${prefix}-Date`) ?? '');
  const seconds = Number(parameter(`${prefix}-Expires`));
  const expires =
    date && seconds > 0
      ? new Date(
          Date.UTC(Number(date[1]), Number(date[2]) - 1, Number(date[3]), Number(date[4]), Number(date[5]), Number(date[6])) +
            seconds * 1000,
        )
          .toISOString()
          .slice(0, 10)
      : undefined;
  return prefix === 'X-Amz'
    ? made('aws-signed-url', 'AWS signed address', 'AWS', signature, span, expires, [])
    : made('google-signed-url', 'Google Cloud Storage signed address', 'Google', signature, span, expires, []);
}

/** The text of the address, at most 2,500 characters to each side. */
function around(text: string, at: number): string {
  let start = at;
  while (start > 0 && at - start < 2500 && !/[\s"'<>]/.test(text[start - 1]!)) start--;
  let end = at;
  while (end < text.length && end - at < 2500 && !/[\s"'<>]/.test(text[end]!)) end++;
  return `?${text.slice(start, end).replace(/^\?/, '')}`;
}

function decodeURIComponentSafe(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function made(
  format: string,
  title: string,
  provider: string,
  signature: string,
  at: Span,
  expires: string | undefined,
  decoded: string[],
): Recognised {
  return {
    format,
    title,
    provider,
    at,
    value: signature,
    check: 'none',
    kind: 'secret',
    confidence: 'high',
    decoded,
    expires,
    prefix: '',
    bits: 128,
    risk: 'short-lived',
    instead: 'an address signed when it is asked for',
    strength: 6,
    where: 'url',
  };
}
