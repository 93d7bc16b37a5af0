// What every test finds around it is the same on every machine: not the git of whoever runs it, with their hooks, templates
// and signing, and not the repository of a hook that the run was started from. test/cli/posture.ts says the rest for commands.
for (const name of Object.keys(process.env)) if (name.startsWith('GIT_')) delete process.env[name];
Object.assign(process.env, { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' });
