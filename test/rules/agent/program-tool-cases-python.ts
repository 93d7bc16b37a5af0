// Cases of Python tools that hand what a model says to a shell or an interpreter, and of tools that do not.
import { at, type InvalidCase, type ValidCase } from '../../support/rule-tester.ts';

const served = at('src/ops/server.py');

export const pythonToolsForATask: readonly ValidCase[] = [
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
    because: 'no framework of agents',
    ...served`
      import subprocess

      @cli.tool()
      def run(command: str) -> None:
          subprocess.run(command, shell=True)
    `,
  },
  {
    because: 'it is one of a few names, has the form of one, or begins as it has to',
    ...served`
      import re
      import subprocess
      from mcp.server.fastmcp import FastMCP

      mcp = FastMCP("ops")

      @mcp.tool()
      def run(command: str) -> str:
          if command not in COMMANDS:
              return "unknown"
          return subprocess.run(command, shell=True, capture_output=True, text=True).stdout

      @mcp.tool()
      def ping(host: str) -> str:
          if not re.fullmatch(r"[a-z0-9.-]+", host):
              return "no"
          return subprocess.getoutput(f"ping -c 1 {host}")

      @mcp.tool()
      def git(command: str) -> str:
          if not command.startswith("git log"):
              return "no"
          return subprocess.getoutput(command)
    `,
  },
  {
    because: 'what a class runs for itself, and a function that is given to nobody',
    ...served`
      import subprocess
      from crewai.tools import BaseTool

      class Disk(BaseTool):
          name: str = "disk"

          def _run(self, folder: str) -> str:
              return subprocess.run(["df", "-h", folder], capture_output=True, text=True).stdout

      def main(command: str) -> None:
          subprocess.run(command, shell=True)
    `,
  },
  {
    because: 'a double of a test runs nothing',
    ...served`
      from unittest.mock import MagicMock
      from mcp.server.fastmcp import FastMCP

      mcp = FastMCP("ops")
      subprocess = MagicMock()

      @mcp.tool()
      def run(command: str) -> str:
          return runner.run(command, shell=True).stdout
    `,
  },
  {
    because: 'a program of its own, whatever files it is given',
    ...served`
      import subprocess as sp
      from subprocess import run
      from fastmcp import FastMCP

      mcp = FastMCP("format")

      @mcp.tool
      def format(paths: list[str]) -> str:
          run(["ruff", "format", *paths])
          return sp.check_output(["git", "diff", "--stat"] + paths, text=True)
    `,
  },
];

export const pythonToolsForAnything: readonly InvalidCase[] = [
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
    because: 'tools as classes, and functions that are made tools by their name',
    ...served`
      import os
      import subprocess
      from crewai import Agent
      from crewai.tools import BaseTool
      from langchain_core.tools import Tool

      class Shell(BaseTool):
          name: str = "shell"

          def _run(self, command: str) -> str:
              return «subprocess.run»(command, shell=True, capture_output=True, text=True).stdout

      def host_command(command: str) -> int:
          return «os.system»(command)

      def listing(folder):
          return «subprocess.getoutput»(f"ls -la {folder}")

      def unused(command):
          return os.system(command)

      tools = [Shell(), Tool(name="host", func=host_command, description="Runs on the host")]
      agent = Agent(role="ops", tools=[listing])
    `,
  },
  {
    because: 'a word that is there is no word that is allowed',
    ...served`
      import subprocess
      from mcp.server import Server

      @server.call_tool()
      async def call_tool(name, arguments):
          if "command" not in arguments:
              raise ValueError("command is missing")
          return await run(arguments)

      async def run(arguments):
          return «subprocess.check_output»(arguments["command"], shell=True, text=True)
    `,
  },
  {
    because:
      'the module under another name, its functions by their own, and a program with all its arguments, for which no shell is needed',
    ...served`
      import subprocess as sp
      from subprocess import PIPE, check_output
      from fastmcp import FastMCP

      mcp = FastMCP("ops")

      @mcp.tool
      def run(command: str) -> str:
          return «sp.getoutput»(command)

      @mcp.tool
      def shell(line: str) -> str:
          return «check_output»(line, shell=True, stderr=PIPE).decode()

      @mcp.tool
      def program(words: list[str]) -> int:
          return «sp.run»(words, capture_output=True).returncode

      @mcp.tool
      def start(name: str, args: list[str]) -> None:
          «sp.Popen»([name, *args])
    `,
  },
];
