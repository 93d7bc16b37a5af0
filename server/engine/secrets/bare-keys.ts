// Keys without a prefix: a run of letters and digits of the right length, which only a checksum or a number inside of it tells
// from any other.
import { checks } from './checks.ts';
import { decode } from './decode.ts';
import type { SecretFormat } from './formats/format.ts';
import { looksRandom } from './randomness.ts';
import type { Recognised } from './recognise.ts';

/** Keys without a prefix that a checksum proves, and Discord's bot tokens, whose first part is a number in base64. */
export function bareKeyAt(text: string, [start, end]: readonly [number, number]): Recognised | undefined {
  const value = text.slice(start, end);
  const made = (
    format: string,
    title: string,
    provider: string,
    risk: SecretFormat['risk'],
    more: Partial<Recognised> = {},
  ): Recognised => ({
    format,
    title,
    provider,
    at: [start, end],
    value,
    check: 'valid',
    kind: 'secret',
    confidence: 'high',
    decoded: [],
    prefix: '',
    bits: 128,
    risk,
    strength: 9,
    ...more,
  });
  if (text[end] === '.' && /^[MNO]/.test(value)) return discordAt(text, start);
  if (!/^[A-Za-z0-9]+$/.test(value)) return undefined;
  if (value.length === 52 && /^[a-z2-7]+$/.test(value))
    return checks['azure-devops-legacy'].verify(value) === 'valid'
      ? made('azure-devops-pat', 'Azure DevOps personal access token', 'Azure', 'full', {
          instead: 'an Entra token or workload identity federation',
        })
      : undefined;
  if (value.length === 56 && value[0] === 'S')
    return checks.stellar.verify(value) === 'valid' ? made('stellar-seed', 'Stellar secret seed', 'Stellar', 'key-material') : undefined;
  if (value.length === 58 && value[0] === 'S')
    return checks.nats.verify(value) === 'valid' ? made('nats-seed', 'NATS key seed', 'NATS', 'key-material') : undefined;
  if ((value.length === 51 || value.length === 52) && /^[5KL]/.test(value))
    return checks.base58check.verify(value) === 'valid' ? made('bitcoin-wif', 'Bitcoin private key', 'Bitcoin', 'key-material') : undefined;
  return undefined;
}

const discordShape = /[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}(?![A-Za-z0-9_-])/y;

function discordAt(text: string, start: number): Recognised | undefined {
  discordShape.lastIndex = start;
  const value = discordShape.exec(text)?.[0];
  if (!value) return undefined;
  const inner = decode('discord', value);
  // Of a number of 17 to 19 digits the base64 has 23 to 26 characters; without a number in it, only the usual two lengths count.
  const first = value.indexOf('.');
  if (inner.structure !== 'valid' && (first < 24 || first > 26 || !looksRandom(value.slice(first + 1).replaceAll('.', ''))))
    return undefined;
  return {
    format: 'discord-bot-token',
    provider: 'Discord',
    title: 'Discord bot token',
    at: [start, start + value.length],
    value,
    check: inner.structure === 'valid' ? 'valid' : 'none',
    kind: 'secret',
    confidence: inner.structure === 'valid' ? 'high' : 'medium',
    decoded: inner.facts,
    prefix: '',
    bits: 128,
    risk: 'full',
    revoke: 'https://discord.com/developers/docs/topics/oauth2',
    strength: 6,
  };
}
