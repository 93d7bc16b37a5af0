// Cases of tools that hand a database what a model says as a statement, of toolkits that do or that open every file, of
// agents whose questions are all answered with yes; and of tools and agents that do not.
import { at, type InvalidCase, type ValidCase } from '../../support/rule-tester.ts';

const python = at('src/ops/tools.py');
const node = at('src/ops/server.ts');
const java = at('src/main/java/dev/acme/OrderTools.java');
const go = at('internal/ops/tools.go');
const csharp = at('src/Acme.Ops/OrderTools.cs');
const rust = at('crates/ops/src/main.rs');

export const queriesOfItsOwn: readonly ValidCase[] = [
  {
    because: 'what the model says is bound to a statement of the program, or names one',
    ...python`
      import psycopg
      from mcp.server.fastmcp import FastMCP

      mcp = FastMCP("orders")

      @mcp.tool()
      def order(query: str) -> str:
          cursor = connect().cursor()
          cursor.execute("SELECT * FROM orders WHERE id = %s", (query,))
          return str(cursor.fetchone())

      @mcp.tool()
      def report(query: str) -> str:
          cursor = connect().cursor()
          cursor.execute(REPORTS[query])
          return str(cursor.fetchall())
    `,
  },
  {
    because: 'the statement is looked at first',
    ...python`
      import sqlite3
      from langchain_core.tools import tool

      @tool
      def run_query(query: str) -> str:
          """Runs a SELECT."""
          if not query.lower().startswith("select"):
              return "no"
          return str(sqlite3.connect(PATH).cursor().execute(query).fetchall())
    `,
  },
  {
    because: 'the login may only read',
    ...node`
      import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
      import pg from "pg";
      const server = new McpServer({ name: "pg", version: "1.0.0" });
      server.tool("query", { sql: z.string() }, async ({ sql }) => {
        const client = await pool.connect();
        await client.query("BEGIN TRANSACTION READ ONLY");
        return text(await client.query(sql));
      });
    `,
  },
  {
    because: 'a search takes a question, which is no statement',
    ...node`
      import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
      const server = new McpServer({ name: "search", version: "1.0.0" });
      server.tool("search", { query: z.string() }, async ({ query }) => text(await client.query(query)));
      server.tool("find", { query: z.string() }, async ({ query }) => text(await index.query(query)));
    `,
  },
  {
    because: 'parameters of a statement of its own',
    ...java`
      import org.springframework.ai.tool.annotation.Tool;

      class OrderTools {
          @Tool(description = "Orders of a customer")
          public List<Map<String, Object>> orders(String customerQuery) {
              String sql = "select * from orders where customer = ?";
              return jdbcTemplate.queryForList(sql, customerQuery);
          }
      }
    `,
  },
  {
    because: 'no tool of a model',
    ...python`
      import sqlite3
      from openai import OpenAI

      def tooling(sql: str) -> list:
          return sqlite3.connect(PATH).cursor().execute(sql).fetchall()
    `,
  },
  {
    because: 'the login of the toolkit may only read',
    ...python`
      from langchain_community.agent_toolkits import SQLDatabaseToolkit
      from langchain_community.utilities import SQLDatabase

      db = SQLDatabase.from_uri(os.environ["READONLY_DATABASE_URL"])
      toolkit = SQLDatabaseToolkit(db=db, llm=llm)
    `,
  },
  {
    because: 'a folder of its own',
    ...python`
      from langchain_community.agent_toolkits import FileManagementToolkit

      tools = FileManagementToolkit(root_dir="reports", selected_tools=["read_file"]).get_tools()
      more = FileManagementToolkit(root_dir=str(folder))
    `,
  },
  {
    because: 'some tools are refused, and a person is asked',
    ...python`
      from claude_agent_sdk import ClaudeAgentOptions, PermissionResultAllow, PermissionResultDeny

      async def gate(tool_name, input_data, context):
          if tool_name in ("Read", "Grep"):
              return PermissionResultAllow()
          return PermissionResultDeny(message="no")

      options = ClaudeAgentOptions(can_use_tool=gate)
    `,
  },
  {
    because: 'a policy decides',
    ...node`
      import { query } from "@anthropic-ai/claude-agent-sdk";
      query({
        prompt,
        options: {
          canUseTool: async (name, input) => {
            if (policy(name)) return { behavior: "allow", updatedInput: input };
            return { behavior: "deny", message: "no" };
          },
        },
      });
    `,
  },
];

export const queriesOfTheModel: readonly InvalidCase[] = [
  {
    ...python`
      import sqlite3
      from langchain_core.tools import tool

      @tool
      def run_query(query: str) -> str:
          """Runs SQL on the ledger."""
          cursor = sqlite3.connect(PATH).cursor()
          «cursor.execute»(query)
          return str(cursor.fetchall())
    `,
    message: 'all that the login of this database may do',
    severity: 'low',
  },
  {
    because: 'as a text of SQLAlchemy, by the administrator',
    ...python`
      from agents import function_tool
      from sqlalchemy import create_engine, text

      engine = create_engine(f"postgresql://postgres:{PASSWORD}@db/shop")

      @function_tool
      async def query_database(sql: str) -> list:
          with engine.begin() as conn:
              return list(«conn.execute»(text(sql)))
    `,
    message: 'as the administrator of this database',
    severity: 'medium',
  },
  {
    because: 'by a function of the program',
    ...python`
      import asyncpg
      from mcp.server.fastmcp import FastMCP

      mcp = FastMCP("shop")

      async def rows(query: str) -> list:
          conn = await asyncpg.connect(DSN)
          return await «conn.fetch»(query)

      @mcp.tool()
      async def sql(query: str) -> str:
          return str(await rows(query))
    `,
  },
  {
    ...node`
      import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
      import pg from "pg";
      const server = new McpServer({ name: "pg", version: "1.0.0" });
      server.tool("query", { query: z.string() }, async ({ query }) => {
        const client = await pool.connect();
        return text(await «client.query»(query));
      });
    `,
  },
  {
    because: 'the name says what it is',
    ...node`
      import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
      export const register = (server: McpServer) =>
        server.registerTool("execute", { inputSchema: { sql: z.string() } }, async ({ sql }) =>
          withDatabase((db) => text(«db.prepare»(sql).run())),
        );
    `,
  },
  {
    ...java`
      import org.springframework.ai.tool.annotation.Tool;

      class OrderTools {
          @Tool(description = "Runs SQL")
          public List<Map<String, Object>> run(@ToolParam(description = "SQL") String sql) {
              return «jdbcTemplate.queryForList»(sql);
          }
      }
    `,
  },
  {
    ...go`
      import (
      	"database/sql"

      	"github.com/mark3labs/mcp-go/mcp"
      )

      func run(ctx context.Context, request mcp.CallToolRequest) (*mcp.CallToolResult, error) {
      	query, err := request.RequireString("query")
      	if err != nil {
      		return nil, err
      	}
      	rows, err := «db.QueryContext»(ctx, query)
      	return text(rows), err
      }
    `,
  },
  {
    ...csharp`
      using Microsoft.SemanticKernel;
      using Microsoft.Data.SqlClient;

      public class OrderTools
      {
          [KernelFunction, Description("Runs T-SQL")]
          public async Task<string> RunSql(string sql)
          {
              await using var command = «new SqlCommand»(sql, connection);
              return Dump(await command.ExecuteReaderAsync());
          }
      }
    `,
  },
  {
    ...rust`
      use rmcp::tool;

      impl Orders {
          #[tool(description = "Runs SQL")]
          async fn run(&self, Parameters(args): Parameters<Args>) -> String {
              let rows = «sqlx::query»(&args.sql).fetch_all(&self.pool).await;
              dump(rows)
          }
      }
    `,
  },
  {
    because: "Hutool's runtime, behind the environment and the folder",
    ...java`
      import cn.hutool.core.util.RuntimeUtil;
      import org.springframework.ai.tool.annotation.Tool;

      class OrderTools {
          @Tool(description = "Runs a command")
          public String run(String command) {
              String[] words = {"sh", "-c", command};
              return RuntimeUtil.getResult(«RuntimeUtil.exec»(null, folder, words));
          }
      }
    `,
    message: 'any command',
  },
  {
    ...python`
      from langchain_community.agent_toolkits import SQLDatabaseToolkit
      from langchain_community.utilities import SQLDatabase

      db = SQLDatabase.from_uri(f"mysql+pymysql://root:{PASSWORD}@db.acme.internal/tasks")
      toolkit = «SQLDatabaseToolkit»(db=db, llm=llm)
    `,
    message: 'as the administrator',
  },
  {
    ...python`
      from langchain_community.agent_toolkits import create_sql_agent

      agent = «create_sql_agent»(llm, db=db, verbose=True)
    `,
  },
  {
    ...python`
      from langchain_community.agent_toolkits import FileManagementToolkit

      tools = «FileManagementToolkit»().get_tools()
      more = FileManagementToolkit(root_dir=«"/"»)
    `,
    message: 'every file',
  },
  {
    because: 'every question is answered with yes',
    ...python`
      from claude_agent_sdk import ClaudeAgentOptions, PermissionResultAllow

      async def yes(tool_name, input_data, context):
          return «PermissionResultAllow»()

      options = ClaudeAgentOptions(can_use_tool=yes)
    `,
    message: 'every permission check',
  },
  {
    ...node`
      import { query } from "@anthropic-ai/claude-agent-sdk";
      query({
        prompt,
        options: {
          canUseTool: async (name: string, input: unknown) => {
            return { «behavior: "allow"», updatedInput: input };
          },
        },
      });
    `,
  },
];
