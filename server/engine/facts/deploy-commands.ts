// Commands that change what runs somewhere, in any pipeline: what a deployment is, when nobody calls it one.
import { commandsOf, placeOfMatch, type ScriptLine } from './script-lines.ts';
import type { Place } from '../text/text.ts';

const gap = String.raw`(?:\s+(?:-\S+(?:[= ]\S+)?\s+)*)`;
const words = (form: string): string => form.replaceAll(' ', gap);

const forms = [
  'terraform apply',
  'tofu apply',
  // GitLab's wrappers, which say it with and without a word between.
  'gitlab-(?:terraform|tofu) apply',
  'terragrunt (?:run-all )?apply',
  'pulumi up',
  'cdk deploy',
  'sam deploy',
  'serverless deploy',
  'sls deploy',
  'helm (?:upgrade|install)',
  'helmfile (?:apply|sync)',
  'kubectl (?:apply|set image|rollout restart|replace|patch|delete)',
  'aws ecs update-service',
  'aws lambda update-function-code',
  'aws cloudformation (?:deploy|update-stack|create-stack)',
  'aws s3 sync',
  'aws deploy create-deployment',
  'aws elasticbeanstalk update-environment',
  'eb deploy',
  'cargo lambda deploy',
  'gcloud (?:beta )?(?:run|app|functions) deploy',
  'gcloud run services update',
  'gcloud deploy releases create',
  'gcloud builds submit',
  'az (?:webapp|functionapp|containerapp) (?:deploy|up|update)',
  'az (?:webapp|functionapp) config (?:set|(?:appsettings|connection-string|container) (?:set|delete))',
  'az (?:webapp|functionapp) deployment (?:source (?:config|config-zip|config-local-git|sync)|slot swap)',
  'az deployment \\w+ create',
  'az aks (?:update|upgrade)',
  'az (?:vm|vmss) run-command (?:invoke|create)',
  'flyctl deploy',
  'fly deploy',
  'wrangler (?:deploy|publish)',
  'firebase deploy',
  'vercel --prod',
  'netlify deploy --prod',
  'ansible-playbook',
  'argocd app sync',
  'nomad (?:job )?run',
  'heroku container:release',
  'docker stack deploy',
];
const pattern = new RegExp(String.raw`(?<![\w./-])(?:${forms.map(words).join('|')})(?![\w-])`);
const harmless =
  /--dry-run(?:=(?:client|server))?\b|--what-if\b|\b--check\b|\blocalhost\b|localstack|--endpoint-url|\bminikube\b|\bkind\b/i;

/** The first command that deploys, and where it stands; dry runs and local clusters are none. */
export function deployCommand(lines: readonly ScriptLine[]): { readonly command: string; readonly at: Place } | undefined {
  for (const line of commandsOf(lines)) {
    const match = pattern.exec(line.text);
    if (match && !harmless.test(line.text)) return { command: withoutOptions(match[0]), at: placeOfMatch(line, match) };
  }
  return undefined;
}

/** True where commands name a place of its own for each change, `review-$NUMBER`: one that comes and goes with it. */
export function namesPreview(lines: readonly ScriptLine[]): boolean {
  return lines.some((line) => /review|preview|\bpr-/i.test(line.text) && line.text.includes('$'));
}

/** `kubectl apply` of `kubectl --token=… apply`: what an option holds may be nobody else's. */
function withoutOptions(command: string): string {
  const all = command.split(/[\s\\]+/);
  const isOption = (word: string | undefined): boolean => word?.startsWith('-') === true;
  return all
    .filter((word, index) => index === all.length - 1 || !(isOption(word) || (isOption(all[index - 1]) && !all[index - 1]!.includes('='))))
    .join(' ');
}
