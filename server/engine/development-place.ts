// Where people set up what is thrown away after the work: the services of a pipeline, the container of an editor, settings
// and compose files named for development or tests, samples, pages. By path alone.
import { pathClassOf } from './path-class.ts';

/** A file or a folder that is called by one of the words, or begins or ends with it: `settings/local.py`, `compose.ci.yaml`, `.env.example`. */
const called =
  /(?:^|[/._-])(?:tests?|testing|e2e|integration|ci|dev|devel|development|local|localhost|override|examples?|samples?|demo|sandbox|playground)(?:[._-][^/]{0,80})?$|(?:^|(?<!\busr)\/)(?:tests?|ci|dev|devel|development|local|localhost)\/|(?:^|\/)\.?env[\w.-]{0,40}\.(?:dist|template|tmpl|tpl|defaults?)$/i;

const pipeline =
  /(?:^|\/)(?:\.(?:github|devcontainer|circleci|gitlab|gitpod|semaphore|buildkite|woodpecker|drone)[/.]|\.gitlab-ci|\.travis\.ya?ml$|\.?appveyor\.ya?ml$|(?:bitbucket|azure)-pipelines[\w.-]{0,60}$|phpunit[\w.-]{0,20}$|Vagrantfile$|(?:GNU)?Makefile$|justfile$|Taskfile\.ya?ml$)/i;

const page = /\.(?:mdx?|markdown|rst|adoc|txt)$|(?:^|\/)(?:PKG-INFO|METADATA)$/i;

/** Whether a file is written for readers. What stands in one is shown, and set up nowhere. */
export const isPage = (uri: string): boolean => page.test(uri);

/** Whether what a file sets up is for a pipeline, for tests, for one developer, or shown to readers. */
export const isDevelopmentPlace = (uri: string): boolean =>
  called.test(uri) || pipeline.test(uri) || isPage(uri) || pathClassOf(uri) !== undefined;
