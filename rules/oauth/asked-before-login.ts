// Paths that are asked before anybody is logged in, by their words: the login itself, health checks, documentation.
const open =
  /(?:^|[/_-])(?:log-?in|log-?out|sign-?(?:in|up|out)|token|oauth2?|oidc|auth|authorize|sso|saml|session|register|registration|password|forgot|reset|verify|callback|webhooks?|health\w*|live\w*|ready\w*|ping|status|version|info|metrics|docs?|openapi|swagger|\.well-known|jwks|public|robots|favicon)(?:$|[/_.{-])/i;

/** Whether a path is one that is asked before anybody is logged in. */
export function isAskedBeforeLogin(path: string): boolean {
  return open.test(path);
}
