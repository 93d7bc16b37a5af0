// Places whose only purpose is to hold a secret, by the programs that read them: WordPress' salts, machine keys of ASP.NET, the
// logins of Composer. What a name means by itself is judged in names.ts.
import { describes, meaningOf, type Meaning } from './names.ts';
import type { DataSlot } from './slots-data.ts';

/** A word of each of the places below, asked first because nearly no slot is one of them. */
const mayDeclare =
  /secret|password|credential|[_.]SALT$|fs\.azure|cookie|session\.keys|accounts$|encrypt$|machineKey|^(?:config\.)?(?:git\w{3}-|forgejo-|bearer\.)/i;

/** What people hide beside a password, and is none: who signs in, and where. */
const isOfUser = /(?:user(?:_?name)?|login|e?mail|name|server|host|database|db|region|port|address|account|id|email_?address)$/i;

/** Places whose only purpose is to hold a secret, whatever it looks like: any literal there is one. */
export function declaredMeaning(slot: DataSlot): Meaning | undefined {
  if (slot.hidden) return meaningOf(slot.name) ?? (isOfUser.test(slot.name) || describes(slot.name) ? undefined : 'secret');
  if (!mayDeclare.test(slot.path) && !mayDeclare.test(slot.name)) return undefined;
  if (
    slot.path.startsWith('resource.') &&
    /^resource\.(?=\w*(?:secret|password|credential))\w+\./.test(slot.path) &&
    /^(?:plaintext_value|secret_string|secret_value|secret_data|secret_text|value|data)$/.test(slot.name)
  )
    return 'password';
  // Flask-Security makes an HMAC of every password with this one.
  if (slot.name === 'SECURITY_PASSWORD_SALT') return 'secret';
  // Drupal signs links that log in, and forms, with this one.
  if (/^(?:drupal_)?hash_salt$/.test(slot.name)) return 'secret';
  // WordPress signs its sessions with these, and CakePHP with the last one.
  if (/^(?:(?:AUTH|SECURE_AUTH|LOGGED_IN|NONCE|SECURITY)_SALT|Security\.salt)$/.test(slot.name)) return 'secret';
  // Java's directories are signed in to with these, Keycloak's and WildFly's too.
  if (/(?:^|[._])(?:SECURITY|bind)[._]CREDENTIALS$|(?:^|\.)bindCredential$|^search-credential$/i.test(slot.name)) return 'password';
  // WildFly's way to write a password where it could name a store.
  if (slot.name === 'clear-text' && slot.path.endsWith('.credential-reference.clear-text')) return 'password';
  if (/^fs\.azure\.account\.key\./.test(slot.name)) return 'key';
  // Whoever has the cookie of an Erlang node runs code on it.
  if (/erlang[_-]?cookie$/i.test(slot.name)) return 'secret';
  // The secrets of an Azure Container App, whatever they are called.
  if (/(?:^|\.)configuration\.secrets\.[^.]+\.value$/.test(slot.path)) return 'password';
  // What signs the cookies, the newest first.
  if (/(?:^|\.)(?:cookieSession|session|cookies?)\.keys(?:\.\[\d+\])?$/.test(slot.path)) return 'secret';
  // Composer's logins by the host that each is for.
  if (/^(?:config\.)?(?:(?:github|gitlab)-oauth|(?:gitlab|forgejo)-token|bearer)\.[\w-]{1,60}(?:\.[\w-]{1,60}){1,6}$/.test(slot.path))
    return 'token';
  // The accounts that Hardhat and its kin sign with.
  if (slot.name === 'accounts' && /^(?:0x)?[0-9a-f]{64}$/i.test(slot.value)) return 'key';
  // What the servers of Consul, Nomad and Serf gossip with.
  if (/^(?:server\.)?encrypt$/.test(slot.path) && /^(?:[A-Za-z0-9+/]{22}==|[A-Za-z0-9+/]{32}|[A-Za-z0-9+/]{43}=)$/.test(slot.value))
    return 'key';
  // ASP.NET signs and decrypts what it gives to browsers with these.
  if (/(?:^|\.)machineKey\.validationKey$/.test(slot.path)) return 'key';
  return /^SecretString$/.test(slot.name) ? 'password' : undefined;
}
