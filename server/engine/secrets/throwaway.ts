// The password or key that everybody writes (`postgres`, `root`, `mysecret`) for a service that is thrown away after the work: in a
// pipeline, in settings for development, or at the machine itself. Nobody gets in anywhere with it; it is said to those who
// ask for everything.
import { isDevelopmentPlace } from '../development-place.ts';
import type { Document } from '../document.ts';
import { isGuessedWord, isNameOfAccount } from './guessed.ts';
import type { Recognised } from './recognise.ts';
import type { DataSlot } from './slots-data.ts';

/** The part of a file of all environments: `development.password`, `test.primary.password`. */
const section = /(?:^|\.)(?:development|dev|tests?|testing|local|ci|e2e)\./i;

/** How far around a password the address of its server stands. */
const reach = 300;

/** Where to connect, and it is this machine. */
const thisMachine =
  /(?:host|url|uri|server|addr|address|endpoint|dsn|source|jdbc)\w{0,20}\b[^\n]{0,80}?(?:localhost|127\.0\.0\.1|host\.docker\.internal)/i;

/** What a variable falls back to in a program: `process.env.DB_PASSWORD || '`, `getenv("DB_PASSWORD", "`. */
const asFallback = /(?:\benv\b|environ|getenv|\benv\()[^\n;{}]{1,80}(?:\|\||\?\?|,|\bor\b|\?:)\s?["'`]$/i;

/** A command that a text shows behind a prompt: `$ app login --password=`. */
const atPrompt = /(?:^|\n)[ \t]{0,40}\$ [^\n]*$/;

/** Whether a guess is such a password at such a place. */
export function isThrownAway({ uri, text }: Document, slot: DataSlot, { format, title, value, confidence, at }: Recognised): boolean {
  if (format !== 'generic' || confidence !== 'low') return false;
  const isPassword = title === 'password';
  // The account of every box of Vagrant.
  if (isPassword && value === 'vagrant') return true;
  if (!isGuessedWord(value) && !(isPassword && (isNameOfAccount(value) || /^\d{4,5}$/.test(value)))) return false;
  if (isDevelopmentPlace(uri) || section.test(slot.path)) return true;
  // What signs is as good far away as near; a password is for the server beside it.
  if (!isPassword) return false;
  const before = text.slice(Math.max(0, at[0] - 120), at[0]);
  return thisMachine.test(text.slice(Math.max(0, at[0] - reach), at[1] + reach)) || asFallback.test(before) || atPrompt.test(before);
}
