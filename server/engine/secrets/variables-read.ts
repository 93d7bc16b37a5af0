// The variables that a file takes values from already. A repair that reads one of them would give its value to what had
// another.
import type { Document } from '../document.ts';
import type { SecretContext } from './types.ts';
import { environmentName } from './names.ts';

/** A read of the environment in the languages that are repaired, up to the name. */
const environment =
  /(?:\bprocess\.env|\bimport\.meta\.env|\$env:|\bos\.environ|\benviron\.get|\bgetenv|\bGetenv|\bEnvironmentVariable|\benv::var|\benv!|\bfetch_env!|\benvironment|\bENV)\.{0,1}(?:fetch)?[([{]{0,2}["']?([A-Za-z_]\w{0,80})/g;
const ofTerraform = /\bvar\.([A-Za-z_]\w{0,80})/g;
const ofBicep = /^param[ \t]{1,8}([A-Za-z_]\w{0,80})[ \t]/gm;

/** Between the name of a variable and what it falls back to. */
const fallsBack = /^["')\]}]{0,3}\s{0,8}(?:\|\||\?\?|or\b|,|=)?\s{0,8}$/;

/** Most files read a handful; of one that reads more these are enough to be told apart from. */
const most = 200;

/** The names that are read in a file, for the literal at an offset: what itself falls back to it is left out. */
export function variablesRead({ text, format }: Document): (at: number) => Pick<SecretContext, 'environment'> {
  const pattern = format === 'hcl' ? ofTerraform : format === 'bicep' ? ofBicep : environment;
  const read: { readonly name: string; readonly end: number }[] = [];
  for (const match of text.matchAll(pattern)) {
    read.push({ name: environmentName(match[1]!), end: match.index + match[0].length });
    if (read.length === most) break;
  }
  if (read.length === 0) return () => ({});
  return (at) => {
    const names = read.filter(({ end }) => end > at || at - end > 40 || !fallsBack.test(text.slice(end, at).replace(/["'`]$/, '')));
    return names.length === 0 ? {} : { environment: [...new Set(names.map(({ name }) => name))].sort() };
  };
}
