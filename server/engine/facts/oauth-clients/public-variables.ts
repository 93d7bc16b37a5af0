// Secrets that a program reads out of variables which its build puts into what browsers and phones are given, by the prefixes
// of Next, Nuxt, Expo, Gatsby, Vite, Create React App and Vue's command line.
import type { Document } from '../../document.ts';
import { mentioning } from '../../mentions.ts';
import { entryFrom, literalAt } from '../made-values.ts';
import type { Entry } from '../value.ts';
import { isOutOfPlay } from './login-settings.ts';

/** The key of such an entry in a client's value; its value is the name of the variable. */
export const publicSecret = 'public-secret';

const variable =
  /\b(?:process|import\.meta)\.env(?:\.|\[["'])((?:NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|GATSBY|VITE|REACT_APP|VUE_APP)_(?:\w{1,60}_)?(?:(?:CLIENT|API|APP|JWT|AUTH|OAUTH)_SECRET|SECRET_KEY|SECRET_ACCESS_KEY|PRIVATE_KEY|SERVICE_ROLE(?:_KEY)?|(?:ADMIN|DB|DATABASE)_PASSWORD|(?:OPENAI|ANTHROPIC|CLAUDE|GROQ|MISTRAL|COHERE|REPLICATE|DEEPSEEK|OPENROUTER|PERPLEXITY|TOGETHER|HUGGINGFACE|ELEVENLABS)_(?:API_)?(?:KEY|TOKEN)))(?!\w)/g;
/** Functions and files that run on a server alone, and those that tell the build itself. */
const onServer = /^\s{0,80}["']use server["']/;
const serverFile = /(?:^|\/)api\/|(?:^|\/)(?:route|middleware|[^/]*\.server|(?:vite|next|nuxt)\.config)\.[cm]?[jt]s$/;
/** More than a program reads. */
const most = 100;

/** Whether a program may read one. */
export const readsPublicSecret = (document: Document): boolean =>
  (document.format === 'javascript' || document.format === 'typescript') && mentionsPublic(document) && document.text.search(variable) >= 0;

const mentionsPublic = mentioning('NEXT_PUBLIC_', 'NUXT_PUBLIC_', 'EXPO_PUBLIC_', 'GATSBY_', 'VITE_', 'REACT_APP_', 'VUE_APP_');

/** The variables, each where a program reads it. */
export function publicSecretsIn({ text, uri }: Pick<Document, 'text' | 'uri'>): Entry[] {
  if (onServer.test(text) || serverFile.test(uri)) return [];
  return [...text.matchAll(variable)].slice(0, most).flatMap((match): Entry[] => {
    const [whole, name] = match;
    const end = match.index + whole.length;
    if (isOutOfPlay(text, uri, match.index, end)) return [];
    const from = end - name!.length;
    return [entryFrom(publicSecret, { uri, span: [match.index, from] }, literalAt(name!, { uri, span: [from, end] }))];
  });
}
