// Text that is not the value itself: it says where that is found.

/** Text that stands for a value found elsewhere: interpolation, template, shell or cloud reference. */
export function isReference(value: string): boolean {
  const text = value.trim();
  return interpolation.test(text) || hasTemplate(text) || accessor.test(text) || locator.test(text) || marker.test(text);
}

/** `{{ … }}` with an expression in it. What closes a bracket that it did not open is none: people put such signs into passwords. */
function hasTemplate(text: string): boolean {
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', open + 2)) {
    const close = text.indexOf('}}', open + 2);
    if (close < 0) return false;
    // What is nothing but an expression may be a long one.
    const most = open <= 1 && close + 2 === text.length ? 2000 : 202;
    if (close - open <= most && isBalanced(text.slice(open + 2, close))) return true;
  }
  return false;
}

function isBalanced(expression: string): boolean {
  const open: string[] = [];
  for (const sign of expression.replace(/"[^"]{0,200}"|'[^']{0,200}'|`[^`]{0,200}`/g, '')) {
    if ('([{'.includes(sign)) open.push(sign);
    else if (')]}'.includes(sign) && open.pop() !== '([{'[')]}'.indexOf(sign)]) return false;
  }
  return open.length === 0;
}

const interpolation =
  /\$\\\{[\w.]|\$\{[\w\s.:\-?/@()'"[\],!*=+|&^#]{1,200}\}|\$\(\s?[\w./$-]|<%|%>|<\?(?:php|=)|\?>|\{\$[A-Za-z_]|%\{[A-Za-z_]|^\$(?:ENV|__(?:env|file|vault))\{|^&[A-Za-z][\w-]{0,60}[:.][\w-]|#\{[\w.@([]|\{%|^\$\$?[A-Za-z_][\w.]*$|^\$[A-Za-z_]\w*[/.:@[-]|^\$\{|^%[A-Za-z_][\w.]*%$|^%env\([\w:]{1,80}\)%$|%[A-Z][A-Z0-9_]{2,40}%|\$[A-Za-z_]\w*\{['"]?\w+['"]?\}|^--?[\w-]{1,40}[= ]?["']?\$[\w{]|^\[[A-Za-z][\w.]*\]::\w|^@\{|^\\\(|^`.*`$/;
const accessor =
  /^(?:process\.env|import\.meta|os\.environ|os\.getenv|getenv|env|ENV|System\.getenv|var|local|data|module|secrets?|vars|each|self|inputs?|params|parameters|github|config|settings?|options|props|this|args|values|Values|\.Values|ssm|secretsmanager|resolve|sops|keyring|aws_\w{1,60}|random_\w{1,60}|azurerm_\w{1,60}|google_\w{1,60})(?:\.[A-Za-z_$]|\[|\()/;
const locator =
  /^(?:arn:aws[\w-]*:|(?:[\w-]{1,40}=)?projects\/[^/]{1,80}\/secrets\/|op:\/\/|os\.environ\/|vault:|awssm:|ref\+|gcp-sm:|gcp:secretmanager:|sm:\/\/|berglas:\/\/|azurekeyvault:|keyvault:|file:|env:|ssm:|ENV\[|secretKeyRef|valueFrom|\/run\/secrets\/|conjur:|akv:|doppler:|credentialsJSON:|!reference|!vault|@Microsoft\.KeyVault|(?:aws|gcp|azure|cloud|hashivault|tpm|ssh-?agent)kms:|hashivault:\/\/|pkcs11:|yubikey:)/i;
const marker =
  /%[sd](?![A-Za-z0-9])|^<[^<>]*>$|^<[\w./-]+$|^_[A-Z][A-Z0-9_]*_$|^\[{1,2}[^[\]]*\]{1,2}$|^\{[\w.:!\- ]*\}$|^\{\w[\w.]*\[|^\[[a-z]+$|^\(\w+$|^\([a-z]{2,20}\)$|^\.\$[A-Za-z_]|^\(\([\w./-]+\)\)$|^__\w+__$|^\*[A-Z][A-Z_ -]{2,30}\*$|^@@?[\w.]+@@?$|^(?:#{2,3}|%%)[A-Z]\w*(?:#{2,3}|%%)$|%[sdv@]$|%[-.*\d]{1,6}s(?![A-Za-z0-9])|^&lt;.*&gt;$|^\{[a-z]\w{0,30}\}[:/]|^%\(?\w{0,40}\)?[sd]|^:[a-z_]+$|\{\d\}/;
