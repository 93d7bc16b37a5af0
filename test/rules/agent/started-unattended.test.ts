import { startedUnattended } from '../../../rules/agent/started-unattended.ts';
import { ruleTester, type Source } from '../../support/rule-tester.ts';

const shell = (text: string): Source => ({ file: 'bin/agent.sh', text: `#!/bin/sh\n${text}\n` });
const scripts = (text: string): Source => ({ file: 'package.json', text: `{\n  "scripts": {\n    ${text}\n  }\n}\n` });
const python = (text: string): Source => ({ file: 'src/run.py', text: `import subprocess\n\n${text}\n` });
const node = (text: string): Source => ({ file: 'src/run.ts', text: `import { execSync, spawn } from 'node:child_process';\n${text}\n` });
const make = (text: string): Source => ({ file: 'Makefile', text: `agent:\n\t${text}\n` });

ruleTester(startedUnattended, {
  valid: [
    {
      ...python('command = ["claude", "-p", prompt] + (["--dangerously-skip-permissions"] if asked else [])'),
      because: 'a condition adds it',
    },
    { ...node("spawn('claude', ['-p', prompt, ...(yolo ? ['--dangerously-skip-permissions'] : [])]);"), because: 'a condition adds it' },
    { ...python('print("start it with claude --dangerously-skip-permissions")'), because: 'printed' },
    { ...node("spawn('git', ['commit', '-m', 'codex --yolo is gone']);"), because: 'a message' },
    { ...python('subprocess.run(["claude", "-p", "never use --dangerously-skip-permissions"])'), because: 'what it is told' },
    { ...python('flags = {"claude": "--dangerously-skip-permissions"}\nsubprocess.run(start)'), because: 'a table' },
    { ...shell('claude -p "tidy" --allowedTools "Read,Edit"'), because: 'it lists tools' },
    { ...shell('# claude -p "tidy" --dangerously-skip-permissions'), because: 'a comment' },
    { ...shell('claude -p "tidy" # not with --dangerously-skip-permissions'), because: 'a comment behind the command' },
    { ...shell('echo "start it with claude --dangerously-skip-permissions"'), because: 'printed' },
    { ...shell('echo claude --dangerously-skip-permissions'), because: 'printed without quotes' },
    { ...shell('cat <<EOF\nclaude --dangerously-skip-permissions\nEOF'), because: 'a text that is printed' },
    { ...shell('claude -p "never use --yolo or --dangerously-skip-permissions here"'), because: 'words of the prompt' },
    {
      ...shell('usage="claude --dangerously-skip-permissions\n  claude --dangerously-skip-permissions\n"'),
      because: 'a text that is kept',
    },
    { ...shell("echo 'Start it with:\n  claude --dangerously-skip-permissions\n'"), because: 'printed over lines' },
    { ...shell('if [ "claude --dangerously-skip-permissions" = "$x" ]; then :; fi'), because: 'compared' },
    {
      file: 'bin/agent.ps1',
      text: '<#\nclaude --dangerously-skip-permissions\n#>\n$help = @"\nclaude --dangerously-skip-permissions\n"@\n',
      because: 'a comment and a text over lines',
    },
    { ...shell('case "$1" in\n  *--dangerously-skip-permissions*) exit 2 ;;\nesac'), because: 'a guard against it' },
    { ...shell('claude --help | grep -- --dangerously-skip-permissions'), because: 'another command looks for the word' },
    { ...shell('claude -p "tidy"; rm --force notes'), because: 'the option of another command' },
    { ...shell('npm install --force @openai/codex\ngit push --force'), because: 'no agent is started' },
    { ...shell('q --version -a\nq list -a'), because: 'only chat asks' },
    { ...shell('codex --sandbox workspace-write exec "tidy"'), because: 'a sandbox, and questions' },
    { ...shell('claude --permission-mode dontAsk -p "tidy"'), because: 'the strict mode' },
    { ...shell('gemini --approval-mode=auto_edit -p "tidy"'), because: 'commands are still asked for' },
    { ...shell('docker build -t claude --force-rm .\ndocker pull claude'), because: 'an image of that name' },
    { ...scripts('"description": "codex --yolo is not used here"'), because: 'a text for people' },
    { ...make('git commit -m "codex --yolo"'), because: 'a message' },
    { file: 'src/notes.ts', text: 'const x = "claude --dangerously-skip-permissions";\n', because: 'not a file that starts programs' },
    {
      file: 'Dockerfile',
      text: 'FROM node:22\nRUN npm i -g @openai/codex\nCMD ["codex", "exec", "--sandbox", "read-only"]\n',
      because: 'read only',
    },
  ],
  invalid: [
    python('subprocess.run(["claude", "-p", prompt, "«--dangerously-skip-permissions»"], check=True)'),
    python('command = ["npx", "-y", "@openai/codex", "exec", "«--yolo»", prompt]\nsubprocess.run(command)'),
    python('subprocess.run(["tmux", "send-keys", "-t", name, f"claude «--dangerously-skip-permissions» --name {name}", "Enter"])'),
    node("spawn('claude', ['-p', prompt, '«--dangerously-skip-permissions»'], { cwd });"),
    node('execSync(`cd ${folder} && gemini «--yolo» -p "${prompt}"`);'),
    {
      file: 'cmd/run.go',
      text: 'package main\n\nimport "os/exec"\n\nfunc run(ctx context.Context, prompt string) error {\n\treturn exec.CommandContext(ctx, "claude", "-p", prompt, "«--dangerously-skip-permissions»").Run()\n}\n',
    },
    {
      file: 'deploy/crontab',
      text: '0 9 * * 1-5 claude -p «--dangerously-skip-permissions» "/daily"\n*/5 * * * * cd /srv/ws && codex exec «--yolo» "tidy"\n',
    },
    { ...shell('claude -p "tidy" «--dangerously-skip-permissions»'), message: 'with every command' },
    shell('claude -p "tidy" \\\n  --max-turns 3 \\\n  «--dangerously-skip-permissions»'),
    shell('FOO=1 timeout 600 nohup /usr/local/bin/claude «--dangerously-skip-permissions» &'),
    shell('sudo -u builder claude «--permission-mode bypassPermissions» -p "$(cat task)"'),
    shell('su agent -c \'codex exec «--dangerously-bypass-approvals-and-sandbox» "go"\''),
    shell('cd /srv && codex --ask-for-approval never «--sandbox danger-full-access» exec "go"'),
    shell('npx -y @google/gemini-cli@0.8.2 «--yolo» -p "go"'),
    shell('gemini «--approval-mode=yolo» -p "go"\nqwen «-y» -p "go"'),
    shell('copilot -p "go" «--allow-all-tools»\nq chat «--trust-all-tools» "go"\nkiro-cli chat «-a» "go"'),
    shell('cursor-agent -p «--force» "go"\namp «--dangerously-allow-all» -x go\ndroid exec «--skip-permissions-unsafe» go\ncrush «--yolo»'),
    shell("alias c='claude «--dangerously-skip-permissions»'"),
    shell("bash -c '\n  claude «--dangerously-skip-permissions»\n'\necho 'It isn'\\''t\n'\nclaude «--dangerously-skip-permissions»"),
    { file: 'bin/agent.ps1', text: '$a = @"\nx\n"@\r\nclaude «--dangerously-skip-permissions»\r\n' },
    { ...shell('codex «--full-auto» "go"\naider «--yes-always» -m go'), message: ['its sandbox holds', 'answers every question'] },
    { ...shell('cursor-agent «--approve-mcps» -p go'), message: 'every MCP server' },
    { ...shell('docker run --rm -v "$PWD:/w" agents:1 claude «--dangerously-skip-permissions» -p go') },
    { ...scripts('"agent": "claude «--dangerously-skip-permissions» --model sonnet"'), message: 'with every command' },
    scripts('"lint": "eslint .",\n    "agent:fix": "gemini «--yolo» -p \\"fix -a lint\\""'),
    make('@claude «--dangerously-skip-permissions» -p "$(TASK)"'),
    { ...make('q chat --no-interactive «--trust-all-tools» "go"'), message: 'with every command' },
    { file: '.vscode/tasks.json', text: '{ "tasks": [{ "label": "agent", "command": "gemini «--yolo» -p go" }] }\n' },
    { file: 'Procfile', text: 'web: node .\nagent: claude «--permission-mode bypassPermissions» -p go\n' },
    { file: 'deploy/agent.service', text: '[Service]\nExecStart=/usr/bin/codex exec «--yolo» go\n' },
    { file: 'justfile', text: 'agent task:\n    claude «--dangerously-skip-permissions» -p "{{task}}"\n' },
    { file: 'Taskfile.yml', text: 'tasks:\n  go:\n    cmds:\n      - codex «--yolo» exec "go"\n' },
    {
      file: 'Dockerfile',
      text: 'FROM node:22\nENTRYPOINT ["claude", "«--dangerously-skip-permissions»", "-p"]\n',
      message: 'in this container',
    },
    { file: 'compose.yaml', text: 'services:\n  a:\n    command: ["claude", "-p", "go", "«--dangerously-skip-permissions»"]\n' },
    {
      file: 'k8s/job.yaml',
      text: 'apiVersion: batch/v1\nkind: Job\nspec:\n  template:\n    spec:\n      containers:\n        - name: agent\n          command: ["codex", "exec"]\n          args:\n            - "«--dangerously-bypass-approvals-and-sandbox»"\n            - go\n',
    },
    {
      file: '.devcontainer/devcontainer.json',
      text: '{\n  "postStartCommand": "nohup claude «--dangerously-skip-permissions» -p \'watch the tests\' &"\n}\n',
    },
  ],
});
