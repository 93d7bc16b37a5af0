import { programActsUnasked } from '../../../rules/agent/program-acts-unasked.ts';
import { at, ruleTester, type Source } from '../../support/rule-tester.ts';

const python = (text: string): Source => ({ file: 'src/agent.py', text });
const typescript = (text: string): Source => ({ file: 'src/agent.ts', text });
const served = at('src/ops/server.py');
const servedByNode = at('src/ops/server.ts');

ruleTester(programActsUnasked, {
  valid: [
    {
      ...python('from langchain_community.tools import ShellTool\n\ntools = [ShellTool(ask_human_input=True)]\n'),
      because: 'a person is asked',
    },
    {
      ...python(
        'from langchain_community.tools import ShellTool\n\ntools = [ShellTool(callbacks=[handlers("approval)")], ask_human_input=True)]\n',
      ),
      because: 'a person is asked, behind other arguments',
    },
    {
      ...python(
        'from langchain_community.callbacks.human import HumanApprovalCallbackHandler\nfrom langchain.agents import load_tools\n\ncallbacks = [HumanApprovalCallbackHandler()]\ntools = load_tools(["terminal"], llm=llm) + [ShellTool()]\nagent.run(task, callbacks=callbacks)\n',
      ),
      because: 'a handler of the program asks a person',
    },
    { ...python('from langchain_community.tools import ShellTool\n\nclass ShellTool(Base): pass\n'), because: "a class of one's own" },
    { ...python('class ShellTool:\n    pass\n\ntool = ShellTool()\n'), because: 'no framework of agents' },
    { ...python('import autogen\n# code_execution_config={"use_docker": False}\n'), because: 'a comment' },
    { ...python('import autogen\nconfig = {"use_docker": use_docker}\n'), because: 'a variable decides' },
    {
      ...python('import autogen\nuser = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)\n'),
      because: 'runs no code',
    },
    {
      ...python(
        'from agents import HostedMCPTool\ntool = HostedMCPTool(tool_config={"type": "mcp", "require_approval": {"never": {"tool_names": ["search"]}}})\n',
      ),
      because: 'single tools',
    },
    {
      ...python(
        'from langchain.agents.middleware import HumanInTheLoopMiddleware\nfrom langchain_community.tools import ShellTool\n\nagent = create_agent(model, tools=[ShellTool()], middleware=[HumanInTheLoopMiddleware(interrupt_on={"terminal": True})])\n',
      ),
      because: 'the middleware asks a person',
    },
    {
      ...python('from agents import Agent, ShellTool\n\ntool = ShellTool(executor=run, needs_approval=True)\n'),
      because: 'a person is asked',
    },
    {
      ...python(
        'from claude_agent_sdk import ClaudeAgentOptions\n\noptions = ClaudeAgentOptions(allowed_tools=["Read", "Bash(git log:*)"])\n',
      ),
      because: 'one command',
    },
    {
      ...python(
        'from claude_agent_sdk import ClaudeAgentOptions\n\noptions = ClaudeAgentOptions(allowed_tools=["Bash"], sandbox={"enabled": True})\n',
      ),
      because: 'a sandbox limits what the shell reaches',
    },
    { ...python('from strands_tools import shell\n\nagent = Agent(tools=[shell])\n'), because: 'the tool asks by itself' },
    {
      ...typescript(
        'import { query } from "@anthropic-ai/claude-agent-sdk";\nquery({ prompt, options: { allowedTools: ["Bash"], hooks: { PreToolUse: [refuseOthers] } } });\n',
      ),
      because: 'a hook may refuse the command',
    },
    {
      ...typescript(
        'import { query } from "@anthropic-ai/claude-agent-sdk";\nquery({ prompt, options: { permissionMode: "default", allowedTools: ["Read"] } });\n',
      ),
    },
    {
      because: 'the program is named, and the arguments are its own',
      ...served`
      import subprocess
      from mcp.server.fastmcp import FastMCP

      mcp = FastMCP("git")

      @mcp.tool()
      def log(branch: str) -> str:
          return subprocess.run(["git", "log", branch], capture_output=True, text=True).stdout
    `,
    },
    {
      because: 'the line is fixed',
      ...served`
      import subprocess
      from fastmcp import FastMCP

      mcp = FastMCP("disk")

      @mcp.tool
      def usage(unit: str) -> str:
          """Runs whatever df says: subprocess.run(unit, shell=True)"""
          return subprocess.run("df -h", shell=True, capture_output=True, text=True).stdout
    `,
    },
    {
      because: 'it is looked up before it runs',
      ...served`
      import subprocess
      from mcp.server.fastmcp import FastMCP

      mcp = FastMCP("ops")
      ALLOWED = {"uptime", "df"}

      @mcp.tool()
      def run(command: str) -> str:
          if command not in ALLOWED:
              raise ValueError(command)
          return subprocess.run(command, shell=True, capture_output=True, text=True).stdout
    `,
    },
    {
      because: 'it is quoted',
      ...served`
      import shlex
      import subprocess
      from langchain_core.tools import tool

      @tool
      def ping(host: str) -> str:
          return subprocess.check_output(f"ping -c 1 {shlex.quote(host)}", shell=True, text=True)
    `,
    },
    {
      because: 'a person is asked',
      ...served`
      import os
      from agents import function_tool

      @function_tool
      def run(command: str) -> int:
          if input(f"Run {command}? ") != "y":
              return 1
          return os.system(command)
    `,
    },
    {
      because: 'no tool: the program gives the line itself',
      ...served`
      import subprocess
      from mcp.server.fastmcp import FastMCP

      mcp = FastMCP("ops")

      def run(command: str) -> str:
          return subprocess.run(command, shell=True, capture_output=True, text=True).stdout

      @mcp.tool()
      def uptime() -> str:
          return run("uptime")
    `,
    },
    {
      because: 'a calculator that sees no names',
      ...served`
      from langchain_core.tools import tool

      @tool
      def calculate(expression: str) -> str:
          return str(eval(expression, {"__builtins__": {}}, {}))
    `,
    },
    {
      because: 'the program is named, and the pattern of a text runs nothing',
      ...servedByNode`
      import { execFile } from "node:child_process";
      import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
      const server = new McpServer({ name: "git", version: "1.0.0" });
      server.tool("log", { branch: z.string() }, async ({ branch }) => {
        const found = /main/.exec(branch);
        return text(await run(execFile, "git", ["log", branch]), found);
      });
    `,
    },
    {
      because: 'what is spawned without a shell is one program, which the model may not choose here',
      ...servedByNode`
      import { spawn, execSync } from "node:child_process";
      import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
      const server = new McpServer({ name: "git", version: "1.0.0" });
      server.registerTool("status", { inputSchema: {} }, async () => text(execSync("git status")));
      server.registerTool("blame", { inputSchema: { file: z.string() } }, async ({ file }) => {
        const child = spawn("git", ["blame", file]);
        return text(await collect(child));
      });
    `,
    },
    {
      because: 'it is checked first',
      ...servedByNode`
      import { exec } from "node:child_process";
      import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
      const server = new McpServer({ name: "ops", version: "1.0.0" });
      server.tool("run", { command: z.string() }, async ({ command }) => {
        if (!isAllowed(command)) throw new Error(command);
        return text(await promisify(exec)(command));
      });
    `,
    },
    {
      because: 'no framework of agents',
      ...served`
      import subprocess

      @cli.tool()
      def run(command: str) -> None:
          subprocess.run(command, shell=True)
    `,
    },
  ],
  invalid: [
    {
      ...python(
        'from langchain_community.tools import ShellTool\n\ntools = [«ShellTool»()]\nasked = [ShellTool(ask_human_input=True)]\nmore = [«ShellTool»()]  # ask_human_input=True\n',
      ),
      because: 'what one call asks says nothing of another',
    },
    {
      ...python('from langchain.agents import load_tools\n\ntools = load_tools(["llm-math", "«terminal»"], llm=llm)\n'),
      message: 'any command',
    },
    {
      ...python(
        'from langchain_experimental.agents import create_csv_agent\n\nagent = create_csv_agent(llm, "a.csv", allow_dangerous_code=«True»)\n',
      ),
      message: 'Run it in a container',
    },
    {
      ...python(
        'from langchain_community.agent_toolkits.openapi import planner\n\nagent = planner.create_openapi_agent(spec, requests, llm, allow_dangerous_requests=«True»)\n',
      ),
      message: 'any request',
    },
    {
      ...python(
        'from autogen_ext.code_executors.local import LocalCommandLineCodeExecutor\n\nexecutor = «LocalCommandLineCodeExecutor»(work_dir=".")\n',
      ),
    },
    { ...python('from crewai import Agent\n\nagent = Agent(role="dev", allow_code_execution=True, code_execution_mode="«unsafe»")\n') },
    { ...python('from smolagents import CodeAgent\n\nagent = CodeAgent(tools=[], model=model, additional_authorized_imports=["«*»"])\n') },
    {
      ...python('from agents import HostedMCPTool\ntool = HostedMCPTool(tool_config={"type": "mcp", "require_approval": "«never»"})\n'),
      message: 'every tool of this MCP server',
    },
    {
      ...python('from claude_agent_sdk import ClaudeAgentOptions\n\noptions = ClaudeAgentOptions(permission_mode="«bypassPermissions»")\n'),
      severity: 'high',
    },
    {
      ...typescript(
        'import { query } from "@anthropic-ai/claude-agent-sdk";\nquery({ prompt, options: { permissionMode: "«bypassPermissions»" } });\n',
      ),
      message: 'every permission check',
    },
    { ...python('from agents import Agent, ShellTool\n\nagent = Agent(name="ops", tools=[«ShellTool»(executor=run)])\n') },
    {
      ...python('from claude_agent_sdk import ClaudeAgentOptions\n\noptions = ClaudeAgentOptions(allowed_tools=["Read", "«Bash»"])\n'),
      message: 'any command',
    },
    {
      ...python(
        'from google.adk.agents import LlmAgent\nfrom google.adk.code_executors import UnsafeLocalCodeExecutor\n\nagent = LlmAgent(name="a", code_executor=«UnsafeLocalCodeExecutor»())\n',
      ),
      message: 'on this machine',
    },
    { ...python('import os\nfrom strands import Agent\n\nos.environ["BYPASS_TOOL_CONSENT"] = "«true»"\n') },
    {
      ...python(
        'from azure.ai.agents.models import McpTool\n\ntool = McpTool(server_label="a", server_url=url)\ntool.set_approval_mode("«never»")\n',
      ),
    },
    {
      ...python('from langchain_community.tools import ShellTool\n\n# TODO: HumanApprovalCallbackHandler\ntools = [«ShellTool»()]\n'),
      because: 'a comment asks nobody',
    },
    {
      ...served`
      import subprocess
      from mcp.server.fastmcp import FastMCP

      mcp = FastMCP("ops")

      @mcp.tool()
      def run_command(command: str, timeout: int = 30) -> str:
          """Run a command safely, in a shell."""
          result = «subprocess.run»(command, shell=True, capture_output=True, text=True, timeout=timeout)
          return result.stdout
    `,
      message: '`subprocess.run` lets the model run any command',
      severity: 'medium',
    },
    {
      because: 'over several lines, one of several commands, or as a part of a line',
      ...served`
      import asyncio
      import os
      import subprocess
      from langchain_core.tools import tool

      @tool("runner", return_direct=True)
      def run_all(commands: list[str]) -> list[int]:
          codes = []
          for command in commands:
              codes.append(
                  «subprocess.call»(
                      command,
                      shell=True,
                  )
              )
          return codes

      @tool
      async def ping(host: str) -> str:
          process = await «asyncio.create_subprocess_shell»(f"ping -c 1 {host}", stdout=asyncio.subprocess.PIPE)
          return (await process.communicate())[0].decode()

      @tool
      def script(code: str):
          cleaned = code.strip()
          «exec»(cleaned, globals())
    `,
    },
    {
      because: 'a shell that is named, and a line that is split into a program and its arguments',
      ...served`
      import shlex
      import subprocess
      from pydantic_ai import Agent

      agent = Agent("openai:gpt-5")

      @agent.tool_plain
      def run(command: str) -> str:
          return «subprocess.check_output»(["bash", "-c", command], text=True)

      @agent.tool
      def start(ctx, command: str) -> str:
          return «subprocess.run»(shlex.split(command), capture_output=True, text=True).stdout
    `,
    },
    {
      because: 'a function of the program runs what the tool is given',
      ...served`
      import subprocess
      from mcp.server.lowlevel import Server

      server = Server("ops")

      def execute(line, timeout=10):
          return «subprocess.run»(line, shell=True, capture_output=True, text=True, timeout=timeout)

      @server.call_tool()
      async def call_tool(name: str, arguments: dict):
          command = arguments["command"]
          return execute(command, timeout=5).stdout
    `,
    },
    {
      ...servedByNode`
      import { exec, spawn } from "node:child_process";
      import { promisify } from "node:util";
      import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";

      const execAsync = promisify(exec);
      const server = new McpServer({ name: "terminal", version: "1.0.0" });

      server.tool("execute_command", { command: z.string(), cwd: z.string().optional() }, async ({ command, cwd }) => {
        const { stdout } = await «execAsync»(command, { cwd });
        return text(stdout);
      });
      server.registerTool("sh", { inputSchema: { line: z.string() } }, async ({ line }) => follow(«spawn»("sh", ["-c", line])));
    `,
      message: ['any command', 'any command'],
    },
    {
      because: "the SDK's lower level",
      ...servedByNode`
      import { exec } from "node:child_process";
      import { Server } from "@modelcontextprotocol/sdk/server/index.js";

      function runShell(line: string, cwd?: string): Promise<string> {
        return new Promise((resolve) => {
          «exec»(line, { cwd }, (_error, stdout) => resolve(stdout));
        });
      }

      server.setRequestHandler(CallToolRequestSchema, async (request) => {
        const { command, cwd } = request.params.arguments as { command: string; cwd?: string };
        return text(await runShell(command, cwd));
      });
    `,
    },
    {
      because: 'a word that any setting has is said with the name of its own, and what the chains over graphs run are queries',
      ...served`
      from langchain_neo4j import GraphCypherQAChain
      from langchain_community.agent_toolkits.openapi.toolkit import RequestsToolkit

      http = RequestsToolkit(requests_wrapper=wrapper, allow_dangerous_requests=«True»)
      chain = GraphCypherQAChain.from_llm(
          ChatOpenAI(temperature=0),
          graph=graph,
          allow_dangerous_requests=«True»,
      )
    `,
      message: ['\`allow_dangerous_requests=True\` lets the model send any request', 'any query that it writes'],
    },
    {
      ...typescript(
        'import { execSync } from "node:child_process";\nimport { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";\n\nserver.registerTool("search", { inputSchema: { pattern: z.string() } }, async ({ pattern }) => text(«execSync»(`grep -r ${pattern} .`)));\n',
      ),
      because: 'what is put into a line for a shell ends it and begins another',
    },
  ],
});
