// X.509 certificates in PEM files: when they begin and end. Just enough of DER is read to reach the two dates; keys that
// stand beside a certificate are passed over.
import { fromMilliseconds } from '../fields.ts';
import { shown, type Source } from '../reading.ts';

export const certificates: Source = {
  id: 'certificates',
  title: 'ends of certificates in PEM files',
  reference: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1',
  commands: [],
  placeForm: 'certificates:NAME',
  open(reading) {
    return {
      file(name, path) {
        let parts: string[] = [];
        let size = 0;
        return {
          push(text) {
            size += text.length;
            if (size > 4_000_000) return reading.refuse(`${name} is no file of certificates: it has more than 4 million characters`);
            parts.push(text);
          },
          end() {
            const text = parts.join('');
            parts = [];
            let number = 0;
            for (const match of text.matchAll(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END/g)) {
              const validity = validityOf(match[1]!);
              if (!validity) {
                reading.gap('a certificate that was not understood');
                continue;
              }
              number++;
              reading.add({
                fact: 'credential',
                kind: 'certificate',
                name: `${shown(path ?? name)}${number > 1 ? ` (${number})` : ''}`,
                created: validity.from,
                until: validity.until,
              });
            }
            if (number === 0) reading.refuse(`${name} holds no certificate in PEM`);
          },
        };
      },
      finish: () => ({ place: reading.place ?? 'certificates:files', complete: [] }),
    };
  },
};

interface Element {
  readonly tag: number;
  readonly from: number;
  readonly to: number;
}

/** `notBefore` and `notAfter`; undefined for what is no certificate. */
export function validityOf(base64: string): { from: string; until: string } | undefined {
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.from(atob(base64.replace(/\s/g, '')), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
  const certificate = elementAt(bytes, 0, bytes.length);
  const body = certificate?.tag === 0x30 ? elementAt(bytes, certificate.from, certificate.to) : undefined;
  if (body?.tag !== 0x30) return undefined;
  // version (optional), serial number, algorithm, issuer, validity
  let at = body.from;
  const next = (): Element | undefined => {
    const one = elementAt(bytes, at, body.to);
    if (one) at = one.to;
    return one;
  };
  if (next()?.tag === 0xa0) next();
  next();
  next();
  const validity = next();
  if (validity?.tag !== 0x30) return undefined;
  const begin = elementAt(bytes, validity.from, validity.to);
  const end = begin && elementAt(bytes, begin.to, validity.to);
  const from = begin && timeOf(bytes, begin);
  const until = end && timeOf(bytes, end);
  return from && until ? { from, until } : undefined;
}

function elementAt(bytes: Uint8Array, at: number, limit: number): Element | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || at + 2 > limit) return undefined;
  let length = first;
  let from = at + 2;
  if (first & 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) return undefined;
    length = 0;
    for (let index = 0; index < count; index++) length = length * 256 + (bytes[from + index] ?? 0);
    from += count;
  }
  return from + length <= limit ? { tag, from, to: from + length } : undefined;
}

/** UTCTime and GeneralizedTime as RFC 5280 writes them. */
function timeOf(bytes: Uint8Array, { tag, from, to }: Element): string | undefined {
  const text = String.fromCharCode(...bytes.subarray(from, Math.min(to, from + 20)));
  const match =
    tag === 0x17
      ? /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text)
      : tag === 0x18
        ? /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text)
        : null;
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [number, number, number, number, number, number];
  const full = tag === 0x17 ? (year < 50 ? 2000 + year : 1900 + year) : year;
  return fromMilliseconds(Date.UTC(full, month - 1, day, hour, minute, second));
}
