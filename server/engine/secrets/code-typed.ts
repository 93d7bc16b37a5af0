// What a program types into a page: `cy.get('#password').type('value')`, `page.fill('#password', 'value')`,
// `find_element(By.ID, 'password').send_keys('value')`, `fill_in 'Password', with: 'value'`. The field says what it is.
import { kinds, type CodeTokens } from './code-lexer.ts';
import type { Found } from './code-targets.ts';
import { before, isSign, wordAt } from './code-tokens.ts';

const types = /^(?:type|fill|sendKeys|send_keys|setValue|pressSequentially|typeText)$/;

/** A selector, a label or the name of a field that takes a password; not one of a hint or a link to another. */
const passwordField = /(?:^|[^A-Za-z])(?:\w{1,20}[-_])?(?:password|passwd|passphrase|pwd)(?:[-_ ]?(?:input|field|box))?["'\])]{0,4}$/i;

/** How many tokens of a chain of calls are read before the one that types. */
const reach = 24;

/** The field that the literal at `index` is typed into, where it takes a password. */
export function typedInto(text: string, tokens: CodeTokens, index: number): Found | undefined {
  const sign = before(tokens, index);
  const first = isSign(text, tokens, sign, ',') ? before(tokens, sign) : -1;
  const open = first < 0 ? sign : before(tokens, first);
  const callee = isSign(text, tokens, open, '(') ? before(tokens, open) : -1;
  let field: number | undefined;
  if (isSign(text, tokens, sign, ':')) field = filledWith(text, tokens, sign);
  else if (!types.test(wordAt(text, tokens, callee))) return undefined;
  else if (first >= 0) field = first;
  else
    for (let at = before(tokens, callee), steps = 0; at >= 0 && steps < reach && !isSign(text, tokens, at, ';{}='); at--, steps++)
      if (tokens.kind[at] === kinds.string) {
        field = at;
        break;
      }
  if (field === undefined || tokens.kind[field] !== kinds.string) return undefined;
  const selector = text.slice(tokens.innerStart[field], tokens.innerEnd[field]);
  return passwordField.test(selector) ? { name: 'password', start: tokens.start[field]!, where: 'argument' } : undefined;
}

/** The field of Capybara's `fill_in 'Password', with:`, by the colon. */
function filledWith(text: string, tokens: CodeTokens, colon: number): number | undefined {
  const label = before(tokens, colon);
  if (wordAt(text, tokens, label) !== 'with' || !isSign(text, tokens, before(tokens, label), ',')) return undefined;
  const field = before(tokens, before(tokens, label));
  const verb = before(tokens, field);
  return wordAt(text, tokens, isSign(text, tokens, verb, '(') ? before(tokens, verb) : verb) === 'fill_in' ? field : undefined;
}
