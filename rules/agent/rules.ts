// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { bypassPermissions } from './bypass-permissions.ts';
import { mcpCredentialInArgs } from './mcp-credential-in-args.ts';
import { mcpCredentialInUrl } from './mcp-credential-in-url.ts';
import { mcpLiteralCredential } from './mcp-literal-credential.ts';
import { mcpSecretInDefault } from './mcp-secret-in-default.ts';

export const rules: readonly Rule[] = [bypassPermissions, mcpLiteralCredential, mcpCredentialInArgs, mcpCredentialInUrl, mcpSecretInDefault];
