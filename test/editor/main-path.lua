-- Opens a file, waits for the finding, takes the first code action, waits until the finding is gone, writes.
-- Ends with 1 and a sentence where something is not as it should be.
local function fail(sentence)
  io.stderr:write(sentence .. '\n')
  vim.cmd('cquit 1')
end

local function check(condition, sentence)
  if not condition then fail(sentence) end
end

vim.cmd('edit ' .. vim.env.POSTURE_FILE)
local buffer = vim.api.nvim_get_current_buf()
local id = vim.lsp.start_client({
  name = 'posture',
  cmd = vim.json.decode(vim.env.POSTURE_SERVER),
  root_dir = vim.loop.cwd(),
})
check(id, 'the server was not started')
vim.lsp.buf_attach_client(buffer, id)

check(vim.wait(60000, function() return #vim.diagnostic.get(buffer) > 0 end, 20), 'no finding appeared')
local findings = vim.diagnostic.get(buffer)
check(#findings == 1, 'expected one finding, got ' .. vim.inspect(findings))
local line = vim.api.nvim_buf_get_lines(buffer, findings[1].lnum, findings[1].lnum + 1, true)[1]
local token = line:sub(findings[1].col + 1, findings[1].end_col)
check(token == 'write-all', 'the finding stands on ' .. vim.inspect(token))

local client = vim.lsp.get_client_by_id(id)
local diagnostic = findings[1].user_data.lsp
local range = {
  start = { line = findings[1].lnum, character = findings[1].col },
  ['end'] = { line = findings[1].end_lnum, character = findings[1].end_col },
}
local answers = vim.lsp.buf_request_sync(buffer, 'textDocument/codeAction', {
  textDocument = vim.lsp.util.make_text_document_params(buffer),
  range = range,
  context = { diagnostics = { diagnostic } },
}, 5000)
local actions = answers and answers[id] and answers[id].result
check(actions and #actions > 1, 'expected a repair and a suppression, got ' .. vim.inspect(answers))
local action = actions[1]
if not action.edit then
  local resolved = vim.lsp.buf_request_sync(buffer, 'codeAction/resolve', action, 5000)
  action = resolved and resolved[id] and resolved[id].result
end
check(action and action.edit, 'the action came to no edit')
vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)

check(vim.wait(60000, function() return #vim.diagnostic.get(buffer) == 0 end, 20), 'the finding did not go')
vim.cmd('write')
vim.lsp.stop_client(id)
vim.cmd('qall!')
