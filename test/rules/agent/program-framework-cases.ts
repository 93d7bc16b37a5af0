// Cases of tools and settings of further frameworks of agents, in their programs and in the files where they keep them.
import type { InvalidCase, Source, ValidCase } from '../../support/rule-tester.ts';

const python = (text: string): Source => ({ file: 'src/agent.py', text });
const typescript = (text: string): Source => ({ file: 'src/agent.ts', text });

export const frameworksThatAsk: readonly ValidCase[] = [
  {
    ...python('from agno.tools.shell import ShellTools\n\ntools = [ShellTools(requires_confirmation_tools=["run_shell_command"])]\n'),
    because: 'a person is asked for the tool',
  },
  {
    ...python('from phi.tools.python import PythonTools\n\nclass Tools(PythonTools):\n    pass\n'),
    because: "a class of one's own",
  },
  {
    ...python(
      'from langchain.agents.middleware import ShellToolMiddleware, DockerExecutionPolicy\n\nshell = ShellToolMiddleware(execution_policy=DockerExecutionPolicy(image="python:3.12"))\n',
    ),
    because: 'in a container',
  },
  {
    ...python(
      'from deepagents import create_deep_agent\nfrom deepagents.backends import FilesystemBackend, LocalShellBackend\n\nagent = create_deep_agent(backend=LocalShellBackend(root_dir="."), interrupt_on={"execute": True})\nfiles = FilesystemBackend(root_dir="/", virtual_mode=True)\n',
    ),
    because: 'stops before the tool; and a path of its own root',
  },
  {
    ...python(
      'from llama_index.core.query_engine import NLSQLTableQueryEngine\n\n# logs in as a user that is read-only\nreadonly = create_engine(READ_ONLY_URL)\nengine = NLSQLTableQueryEngine(sql_database=readonly)\n',
    ),
    because: 'a login that may only read',
  },
  {
    ...python('from camel.toolkits import CodeExecutionToolkit\n\ntools = CodeExecutionToolkit(sandbox="docker").get_tools()\n'),
    because: 'in a container',
  },
  {
    ...typescript(
      'import { LocalSandbox } from "@mastra/core/workspace";\n\nconst sandbox = new LocalSandbox({ workingDirectory: "./w", isolation: "bwrap" });\n',
    ),
    because: 'isolated by the kernel',
  },
  {
    ...python(
      'from google.adk.tools.bigquery.config import BigQueryToolConfig, WriteMode\n\nconfig = BigQueryToolConfig(write_mode=WriteMode.BLOCKED)\n',
    ),
    because: 'reads alone',
  },
  {
    ...python(
      'from agent_framework import ai_function\n\n@ai_function(approval_mode="never_require")\ndef weather(city: str) -> str:\n    return "dry"\n',
    ),
    because: "a function of one's own",
  },
  {
    ...typescript(
      'import { Codex } from "@openai/codex-sdk";\n\nnew Codex().startThread({ sandboxMode: "workspace-write", approvalPolicy: "never" });\n',
    ),
    because: 'the sandbox holds',
  },
  {
    file: 'src/crew/config/agents.yaml',
    text: 'coder:\n  role: dev\n  allow_code_execution: true\n  code_execution_mode: safe\n',
    because: 'in a container',
  },
  {
    ...python(
      'import os\nfrom agents import function_tool\n\n@function_tool(needs_approval=True)\ndef run(command: str) -> str:\n    return os.popen(command).read()\n',
    ),
    because: 'a person is asked before the function',
  },
  {
    ...python(
      'import json, subprocess\nfrom openai import OpenAI\n\nfor call in message.tool_calls:\n    args = json.loads(call.function.arguments)\n    if args["command"] in ALLOWED:\n        subprocess.run(args["command"], shell=True)\n',
    ),
    because: 'looked up before it runs',
  },
  {
    ...python(
      'import json, subprocess\nfrom openai import OpenAI\n\ntools = [{"name": "weather"}]\nargs = json.loads(call.function.arguments)\nsubprocess.run(["git", "log", "-n", str(int(args["count"]))])\n\ndef other(line):\n    subprocess.run(line, shell=True)\n',
    ),
    because: 'the program is named, and no tool has the name of the other function',
  },
];

export const frameworksUnasked: readonly InvalidCase[] = [
  {
    ...python(
      'from agno.agent import Agent\nfrom agno.tools.python import PythonTools\nfrom agno.tools.shell import ShellTools\n\nagent = Agent(tools=[«ShellTools»(), «PythonTools»(pip_install=True)])\n',
    ),
    message: ['any command', 'any command'],
  },
  {
    ...python(
      'from llama_index.experimental.query_engine import PandasQueryEngine\nfrom llama_index.tools.code_interpreter import CodeInterpreterToolSpec\nfrom llama_index.core.query_engine import NLSQLTableQueryEngine\n\na = «PandasQueryEngine»(df=df)\nb = «CodeInterpreterToolSpec»()\nc = «NLSQLTableQueryEngine»(sql_database=db)\n',
    ),
    message: ['on this machine', 'any command', 'any statement'],
  },
  {
    ...python(
      'from langchain.agents.middleware import ShellToolMiddleware, HostExecutionPolicy\nfrom langchain_experimental.utilities import PythonREPL\n\nshell = ShellToolMiddleware(execution_policy=«HostExecutionPolicy»())\nrepl = «PythonREPL»()\n',
    ),
  },
  {
    ...python(
      'from deepagents.backends import FilesystemBackend, LocalShellBackend\n\na = «LocalShellBackend»(root_dir=".")\nb = FilesystemBackend(root_dir=«"/"»)\n',
    ),
    message: ['on this machine', 'every file'],
  },
  {
    because: 'what is unpacked stands behind a star, which is no comment',
    ...python(
      'from camel.toolkits import CodeExecutionToolkit, TerminalToolkit\n\ntools = [\n    *TerminalToolkit(working_directory="/w", safe_mode=«False»).get_tools(),\n    *CodeExecutionToolkit(sandbox="«subprocess»").get_tools(),\n]\n',
    ),
  },
  {
    ...python('from agentscope.tool import Toolkit, execute_shell_command\n\nToolkit().register_tool_function(«execute_shell_command»)\n'),
  },
  { ...python('from interpreter import interpreter\n\ninterpreter.auto_run = «True»\n'), message: 'auto_run=True' },
  {
    ...python(
      'from smolagents import CodeAgent, LocalPythonExecutor\n\na = CodeAgent(tools=[], model=m, additional_authorized_imports="«*»")\nb = LocalPythonExecutor(["numpy", "«subprocess»"])\n',
    ),
  },
  { ...python('from crewai_tools import NL2SQLTool\n\ntool = NL2SQLTool(db_uri=uri, allow_dml=«True»)\n'), message: 'any statement' },
  {
    ...python(
      'from google.adk.tools.bigquery.config import BigQueryToolConfig, WriteMode\n\nconfig = BigQueryToolConfig(write_mode=WriteMode.«ALLOWED»)\n',
    ),
    severity: 'low',
  },
  {
    ...python(
      'from agent_framework import HostedMCPTool\n\ntool = HostedMCPTool(name="learn", url=url, approval_mode="«never_require»")\n',
    ),
    message: 'every tool of this MCP server',
  },
  {
    file: 'Program.cs',
    text: 'using Microsoft.Extensions.AI;\n\nvar tool = new HostedMcpServerTool("learn", url) { ApprovalMode = HostedMcpServerToolApprovalMode.«NeverRequire» };\n',
    message: 'every tool of this MCP server',
  },
  {
    ...typescript(
      'import { LocalSandbox, Workspace } from "@mastra/core/workspace";\n\nconst w = new Workspace({ sandbox: new «LocalSandbox»({ workingDirectory: "./w" }) });\n',
    ),
    message: 'on this machine',
  },
  {
    ...typescript('import { SqlToolkit } from "langchain/agents/toolkits/sql";\n\nconst toolkit = new «SqlToolkit»(db, model);\n'),
    message: 'any statement',
  },
  {
    ...typescript('import { Codex } from "@openai/codex-sdk";\n\nnew Codex().startThread({ sandboxMode: "«danger-full-access»" });\n'),
    severity: 'high',
  },
  {
    ...typescript(
      'import { CopilotClient, approveAll } from "@github/copilot-sdk";\n\nawait new CopilotClient().createSession({ onPermissionRequest: «approveAll» });\n',
    ),
    severity: 'high',
  },
  {
    ...python(
      'from copilot import CopilotClient, PermissionHandler\n\nsession = {"on_permission_request": PermissionHandler.«approve_all»}\n',
    ),
    severity: 'high',
  },
  {
    because: 'the loop of a program that talks to the model itself',
    ...python(
      'import json\nimport subprocess\nfrom openai import OpenAI\n\ntools = [{"type": "function", "function": {"name": "run_shell"}}]\nfor call in message.tool_calls:\n    args = json.loads(call.function.arguments)\n    if call.function.name == "run_shell":\n        out = «subprocess.check_output»(args["command"], shell=True)\n',
    ),
  },
  {
    ...python(
      'import anthropic\nimport subprocess\n\nfor block in response.content:\n    if block.type == "tool_use":\n        out = «subprocess.run»(block.input["command"], shell=True)\n',
    ),
  },
  {
    because: 'the function that a tool of the request is named after',
    ...python(
      'import subprocess\nfrom openai import OpenAI\n\ntools = [{"type": "function", "function": {"name": "run_command", "parameters": {}}}]\n\ndef run_command(command):\n    return «subprocess.run»(command, shell=True)\n',
    ),
  },
  {
    ...python(
      'import subprocess\nfrom haystack.tools import Tool\n\ndef run(line: str) -> str:\n    return «subprocess.getoutput»(line)\n\ntool = Tool(name="sh", description="d", function=run)\n',
    ),
  },
  {
    because: 'a connection has any name',
    ...python(
      'import psycopg\nfrom mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP("db")\n\n@mcp.tool()\ndef query(sql: str) -> list:\n    with psycopg.connect(DSN) as c:\n        return «c.execute»(sql).fetchall()\n',
    ),
  },
  {
    because: 'and in JavaScript',
    ...typescript(
      'import OpenAI from "openai";\nimport { execSync } from "child_process";\n\nconst tools = [{ type: "function", function: { name: "sh" } }];\nfor (const call of message.tool_calls) {\n  const args = JSON.parse(call.function.arguments);\n  const out = «execSync»(args.command).toString();\n}\n',
    ),
  },
  {
    because: 'a tool among the tools of an agent',
    ...python(
      'import subprocess\nfrom google.adk.agents import LlmAgent\nfrom google.adk.tools import FunctionTool\n\ndef shell(cmd: str) -> str:\n    return «subprocess.check_output»(["sh", "-c", cmd], text=True)\n\nagent = LlmAgent(name="a", tools=[FunctionTool(func=shell)])\n',
    ),
  },
  {
    file: 'src/crew/config/agents.yaml',
    text: 'coder:\n  role: dev\n  allow_code_execution: true\n  code_execution_mode: «unsafe»\n',
    message: 'code_execution_mode=unsafe',
  },
  {
    file: 'teams/dev.json',
    text: '{ "config": { "code_executor": { "provider": "«autogen_ext.code_executors.local.LocalCommandLineCodeExecutor»", "config": {} } } }\n',
  },
  { file: '.env', text: 'OPENAI_MODEL=gpt-5\nAUTOGEN_USE_DOCKER=«0»\n' },
  { file: 'Dockerfile', text: 'FROM python:3.12\nENV BYPASS_TOOL_CONSENT=«true»\n' },
  {
    file: 'ask.sh',
    text: 'curl https://api.openai.com/v1/responses -d \'{ "tools": [{ "type": "mcp", "server_label": "a", "require_approval": "«never»" }] }\'\n',
  },
];
