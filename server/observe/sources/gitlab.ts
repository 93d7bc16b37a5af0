// GitLab: variables and access tokens of a project, a group or an instance. The API prints values of variables: they are
// never looked at.
import { entriesOf, fieldOf, flagOf, idOf, instantOf, textOf } from '../fields.ts';
import { listFile, shown, type Source } from '../reading.ts';

const levels = ['project', 'group', 'instance'] as const;

export const gitlabVariables: Source = {
  id: 'gitlab-variables',
  title: 'names of the CI/CD variables of a GitLab project or group',
  reference: 'https://docs.gitlab.com/api/project_level_variables/',
  commands: [{ program: 'glab', args: ['api', '--paginate', 'projects/<about>/variables'] }],
  placeForm: 'gitlab:GROUP/PROJECT',
  subjectForm: 'the project’s number with --run; `group` or `instance` for an export of one',
  open(reading) {
    const level = levels.find((one) => one === reading.subject) ?? 'project';
    return {
      file: (name) =>
        listFile(reading, name, [], (item) => {
          const key = textOf(item, 'key');
          if (key === undefined) return reading.gap('a variable without a key');
          const environment = textOf(item, 'environment_scope') ?? '*';
          if (
            !reading.first(
              'variable',
              `${key} of ${environment}`,
              entriesOf(item).filter(([field]) => field !== 'value'),
            )
          )
            return;
          const isProtected = flagOf(item, 'protected');
          const masked = flagOf(item, 'masked');
          reading.add({
            fact: 'variable',
            platform: 'gitlab',
            name: key,
            level,
            ...(level !== 'project' ? { visibility: 'all' as const } : {}),
            ...(isProtected !== undefined ? { protected: isProtected } : {}),
            ...(masked !== undefined ? { masked } : {}),
          });
        }),
      finish: () => ({ complete: ['variable'] }),
    };
  },
};

export const gitlabTokens: Source = {
  id: 'gitlab-tokens',
  title: 'access tokens of a GitLab project or group',
  reference: 'https://docs.gitlab.com/api/project_access_tokens/',
  commands: [{ program: 'glab', args: ['api', '--paginate', 'projects/<about>/access_tokens'] }],
  placeForm: 'gitlab:GROUP/PROJECT',
  subjectForm: 'the project’s number, or its path with %2F',
  open(reading) {
    return {
      file: (name) =>
        listFile(reading, name, [], (item) => {
          const id = idOf(item, 'id');
          const label = textOf(item, 'name');
          if (id === undefined || label === undefined) return reading.gap('a token without a name');
          if (!reading.first('token', id, item)) return;
          const created = reading.past(textOf(item, 'created_at'));
          const until = instantOf(textOf(item, 'expires_at'));
          const used = reading.past(textOf(item, 'last_used_at'));
          const active = flagOf(item, 'revoked') === true ? false : flagOf(item, 'active');
          reading.add({
            fact: 'credential',
            kind: 'token',
            name: `token ${shown(label)}`,
            ...(active !== undefined ? { active } : {}),
            ...(created ? { created } : {}),
            ...(until ? { until } : {}),
            ...(used ? { lastUsed: used } : {}),
            ...(fieldOf(item, 'last_used_at') === null ? { neverUsed: true } : {}),
          });
        }),
      finish: () => ({ complete: [] }),
    };
  },
};
