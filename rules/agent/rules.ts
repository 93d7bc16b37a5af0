// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { a2aCardPlaintext } from './a2a-card-plaintext.ts';
import { a2aCardUnauthenticated } from './a2a-card-unauthenticated.ts';
import { a2aCardWeakFlow } from './a2a-card-weak-flow.ts';
import { allMutatingToolsAllowed } from './all-mutating-tools-allowed.ts';
import { allowMintsCredential } from './allow-mints-credential.ts';
import { bypassPermissions } from './bypass-permissions.ts';
import { ciLongLivedGithubToken } from './ci-long-lived-github-token.ts';
import { ciOpenToStrangers } from './ci-open-to-strangers.ts';
import { ciOutputExposesIdentity } from './ci-output-exposes-identity.ts';
import { ciStaticModelKey } from './ci-static-model-key.ts';
import { ciUnrestrictedTools } from './ci-unrestricted-tools.ts';
import { ciUnsafeSandbox } from './ci-unsafe-sandbox.ts';
import { ciUntrustedPrompt } from './ci-untrusted-prompt.ts';
import { ciWriteOnUntrustedEvent } from './ci-write-on-untrusted-event.ts';
import { ciYoloWithoutToolList } from './ci-yolo-without-tool-list.ts';
import { codexDangerFullAccess } from './codex-danger-full-access.ts';
import { codexNeverAskWithNetwork } from './codex-never-ask-with-network.ts';
import { copilotSetupExposesSecrets } from './copilot-setup-exposes-secrets.ts';
import { credentialHelperInRepo } from './credential-helper-in-repo.ts';
import { cursorAllowlistBroad } from './cursor-allowlist-broad.ts';
import { cursorSandboxOff } from './cursor-sandbox-off.ts';
import { delegatesToAnyAgent } from './delegates-to-any-agent.ts';
import { deployedAgentAdministrates } from './deployed-agent-administrates.ts';
import { destructiveCommandAllowed } from './destructive-command-allowed.ts';
import { devcontainerLiteralSecret } from './devcontainer-literal-secret.ts';
import { devcontainerSharesHostIdentity } from './devcontainer-shares-host-identity.ts';
import { duoOpenNetwork } from './duo-open-network.ts';
import { editsUnprompted } from './edits-unprompted.ts';
import { endpointRedirected } from './endpoint-redirected.ts';
import { fetchesAnyAddress } from './fetches-any-address.ts';
import { gatewayWithoutAuthentication } from './gateway-without-authentication.ts';
import { geminiTrustOff } from './gemini-trust-off.ts';
import { ghawAgentCanWrite } from './ghaw-agent-can-write.ts';
import { hookLeaksIdentity } from './hook-leaks-identity.ts';
import { hookRunsFetchedCode } from './hook-runs-fetched-code.ts';
import { inheritsAllTools } from './inherits-all-tools.ts';
import { instructionsReachCredential } from './instructions-reach-credential.ts';
import { instructionsSkipPrompts } from './instructions-skip-prompts.ts';
import { instructionsWidenRights } from './instructions-widen-rights.ts';
import { mcpAllToolsExposed } from './mcp-all-tools-exposed.ts';
import { mcpAllowlistByNameOnly } from './mcp-allowlist-by-name-only.ts';
import { mcpApprovalDangling } from './mcp-approval-dangling.ts';
import { mcpContainerHostAccess } from './mcp-container-host-access.ts';
import { mcpCredentialInArgs } from './mcp-credential-in-args.ts';
import { mcpCredentialInUrl } from './mcp-credential-in-url.ts';
import { mcpDuplicateIdentity } from './mcp-duplicate-identity.ts';
import { mcpEnvfileTracked } from './mcp-envfile-tracked.ts';
import { mcpFilesystemRootGrant } from './mcp-filesystem-root-grant.ts';
import { mcpGatewayOpen } from './mcp-gateway-open.ts';
import { mcpGivenSecretFile } from './mcp-given-secret-file.ts';
import { mcpGuardOff } from './mcp-guard-off.ts';
import { mcpInheritsWholeEnvironment } from './mcp-inherits-whole-environment.ts';
import { mcpInputNotMasked } from './mcp-input-not-masked.ts';
import { mcpLaunchFromSource } from './mcp-launch-from-source.ts';
import { mcpLiteralCredential } from './mcp-literal-credential.ts';
import { mcpManifestSecretNotMarked } from './mcp-manifest-secret-not-marked.ts';
import { mcpPersonalTokenInSharedConfig } from './mcp-personal-token-in-shared-config.ts';
import { mcpPlaintextRemote } from './mcp-plaintext-remote.ts';
import { mcpProjectServersAutoEnabled } from './mcp-project-servers-auto-enabled.ts';
import { mcpSecretInDefault } from './mcp-secret-in-default.ts';
import { mcpServerOpen } from './mcp-server-open.ts';
import { mcpShellServer } from './mcp-shell-server.ts';
import { mcpStartedByShell } from './mcp-started-by-shell.ts';
import { mcpStaticTokenWhereOauth } from './mcp-static-token-where-oauth.ts';
import { mcpToolsAutoApproved } from './mcp-tools-auto-approved.ts';
import { mcpUnpinnedImage } from './mcp-unpinned-image.ts';
import { mcpUnpinnedPackage } from './mcp-unpinned-package.ts';
import { opencodeAllowAll } from './opencode-allow-all.ts';
import { pathOutsideProjectAllowed } from './path-outside-project-allowed.ts';
import { pluginSourceUnpinned } from './plugin-source-unpinned.ts';
import { programActsUnasked } from './program-acts-unasked.ts';
import { secretFilesNotDenied } from './secret-files-not-denied.ts';
import { settingsLiteralKey } from './settings-literal-key.ts';
import { shellWildcard } from './shell-wildcard.ts';
import { startedUnattended } from './started-unattended.ts';
import { toolsAddUp } from './tools-add-up.ts';
import { vscodeGlobalAutoApprove } from './vscode-global-auto-approve.ts';
import { vscodePermissionLevelUnattended } from './vscode-permission-level-unattended.ts';
import { vscodeTerminalAutoApproveBroad } from './vscode-terminal-auto-approve-broad.ts';
import { vscodeUrlAutoApproveAny } from './vscode-url-auto-approve-any.ts';
import { zedAllowDefault } from './zed-allow-default.ts';
import { hookApprovesTools } from './hook-approves-tools.ts';

export const rules: readonly Rule[] = [
  a2aCardPlaintext,
  a2aCardUnauthenticated,
  a2aCardWeakFlow,
  allMutatingToolsAllowed,
  allowMintsCredential,
  bypassPermissions,
  ciLongLivedGithubToken,
  ciOpenToStrangers,
  ciOutputExposesIdentity,
  ciStaticModelKey,
  ciUnrestrictedTools,
  ciUnsafeSandbox,
  ciUntrustedPrompt,
  ciWriteOnUntrustedEvent,
  ciYoloWithoutToolList,
  codexDangerFullAccess,
  codexNeverAskWithNetwork,
  copilotSetupExposesSecrets,
  credentialHelperInRepo,
  cursorAllowlistBroad,
  cursorSandboxOff,
  delegatesToAnyAgent,
  deployedAgentAdministrates,
  destructiveCommandAllowed,
  devcontainerLiteralSecret,
  devcontainerSharesHostIdentity,
  duoOpenNetwork,
  editsUnprompted,
  endpointRedirected,
  fetchesAnyAddress,
  gatewayWithoutAuthentication,
  geminiTrustOff,
  ghawAgentCanWrite,
  hookApprovesTools,
  hookLeaksIdentity,
  hookRunsFetchedCode,
  inheritsAllTools,
  instructionsReachCredential,
  instructionsSkipPrompts,
  instructionsWidenRights,
  mcpAllToolsExposed,
  mcpAllowlistByNameOnly,
  mcpApprovalDangling,
  mcpContainerHostAccess,
  mcpCredentialInArgs,
  mcpCredentialInUrl,
  mcpDuplicateIdentity,
  mcpEnvfileTracked,
  mcpFilesystemRootGrant,
  mcpGatewayOpen,
  mcpGivenSecretFile,
  mcpGuardOff,
  mcpInheritsWholeEnvironment,
  mcpInputNotMasked,
  mcpLaunchFromSource,
  mcpLiteralCredential,
  mcpManifestSecretNotMarked,
  mcpPersonalTokenInSharedConfig,
  mcpPlaintextRemote,
  mcpProjectServersAutoEnabled,
  mcpSecretInDefault,
  mcpServerOpen,
  mcpShellServer,
  mcpStartedByShell,
  mcpStaticTokenWhereOauth,
  mcpToolsAutoApproved,
  mcpUnpinnedImage,
  mcpUnpinnedPackage,
  opencodeAllowAll,
  pathOutsideProjectAllowed,
  pluginSourceUnpinned,
  programActsUnasked,
  secretFilesNotDenied,
  settingsLiteralKey,
  shellWildcard,
  startedUnattended,
  toolsAddUp,
  vscodeGlobalAutoApprove,
  vscodePermissionLevelUnattended,
  vscodeTerminalAutoApproveBroad,
  vscodeUrlAutoApproveAny,
  zedAllowDefault,
];
