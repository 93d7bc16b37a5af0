// Whether a text that a client is given is a live credential, judged from its name and its own shape. Deliberately small:
// provider formats with checksums belong to the secret scanner, which sees the same places; here stand only the prefixes
// that tell a key from an identifier where the name says nothing.

const credentialName =
  /(?:token|secret|password|passwd|passphrase|pwd|api[_-]?key|apikey|access[_-]?key|private[_-]?key|authorization|cookie|credentials?|bearer)$|(?:^|[_-])(?:pat|key|pass|auth|jwt|sig)$/i;
/** Names that end like a secret's and hold something public. */
const publicName =
  /(?:public|publishable|anon|client|project|tenant|site|measurement|sort|partition|primary|foreign|cache|idempotency|max|num|count|hot)[_-]?(?:api[_-]?)?(?:key|tokens?|id)$|tokens$|_id$|_url$|_file$|_path$/i;
const passwordName = /(?:password|passwd|passphrase|pwd|pass)$/i;

/** True when a variable, header, flag or parameter of this name is given a secret. */
export function namesCredential(name: string): boolean {
  const bare = name.replace(/^-+/, '');
  return credentialName.test(bare) && !publicName.test(bare);
}

/** Prefixes that vendors document for their keys; followed by enough characters to be one. */
const vendorPrefix =
  /^(?:gh[pousr]_[A-Za-z0-9]{20}|github_pat_[A-Za-z0-9_]{20}|gl(?:pat|ptt|dt|rt|cbt|soat)-[\w-]{15}|sk-[A-Za-z0-9_-]{16}|(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16}|xox[abeoprs]-[\w-]{12}|xapp-\d-[\w-]{12}|A(?:KIA|SIA)[A-Z2-7]{16}|AIza[\w-]{30}|ya29\.[\w-]{20}|npm_[A-Za-z0-9]{30}|pypi-[\w-]{30}|hf_[A-Za-z0-9]{20}|SG\.[\w-]{16}|dop_v1_[a-f0-9]{30}|shp(?:at|ca|pa|ss)_[a-f0-9]{20}|lin_(?:api|oauth)_[A-Za-z0-9]{20}|ntn_[A-Za-z0-9]{20}|figd_[\w-]{20}|dckr_pat_[\w-]{20}|hv[bs]\.[\w-]{20}|whsec_[A-Za-z0-9+/]{20}|gsk_[A-Za-z0-9]{20}|xai-[A-Za-z0-9]{20}|pplx-[A-Za-z0-9]{20}|tvly-[\w-]{16}|sbp_[a-f0-9]{30}|ATATT3[\w=-]{20}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8})/;

const placeholder =
  /^(?:<.*>|\[.*\]|\(.*\)|\*+|x{3}.*|\.{3}.*)$|x{4,}|\.\.\.|\*{4,}|(?:your|my|insert|enter|replace|put|add|paste)[-_ ]?(?:own|me|with|the|in|here|your|api|api[-_]?key|key|access|token|secret|password|github|openai|anthropic|slack|real|actual)|change[-_ ]?(?:me|this|it)|example|placeholder|dummy|redacted|to-?be-?(?:set|filled)|not-?a-?real|fake|goes[-_ ]?here|^(?:none|null|undefined|true|false|test|default|todo|tbd|secret|password|token|changeit)$/i;

/** True for text that stands in place of a secret: `<token>`, `YOUR_API_KEY`, `xxxx`, `changeme`. */
export function isPlaceholder(text: string): boolean {
  return placeholder.test(text) || new Set(text.toLowerCase()).size < 5;
}

/** Shannon entropy in bits a character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * How a literal is to be judged. `vendor`: the shape of a vendor's key; `named`: a value as random as a secret under a
 * secret's name; `no`: neither. `sandbox` is true for keys of a test mode.
 */
export function judgeLiteral(name: string, text: string): { verdict: 'vendor' | 'named' | 'no'; sandbox: boolean } {
  const no = { verdict: 'no', sandbox: false } as const;
  if (text.length < 8 || text.length > 4096 || isPlaceholder(text)) return no;
  if (vendorPrefix.test(text)) return { verdict: 'vendor', sandbox: /^(?:sk|rk)_test_/.test(text) };
  if (!namesCredential(name) || /\s/.test(text)) return no;
  if (/^(?:[a-z][\w+.-]*:\/\/|\.{0,2}\/|~\/|[A-Za-z]:\\)/.test(text)) return no;
  if (passwordName.test(name)) return entropyOf(text) >= 2.5 && !/^[a-z]+$/.test(text) ? { verdict: 'named', sandbox: false } : no;
  if (uuid.test(text)) return { verdict: 'named', sandbox: false };
  if (text.length < 16 || entropyOf(text) < 3 || /^[a-z]+(?:[-_. ][a-z]+)*$/.test(text) || /^[A-Z]+(?:_[A-Z]+)*$/.test(text)) return no;
  return { verdict: 'named', sandbox: false };
}
