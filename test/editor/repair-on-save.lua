-- Opens a file, sets up what docs/editors.md says for repairs on save, writes, and waits until the finding is gone.
-- Ends with 1 and a sentence where something is not as it should be.
local function check(condition, sentence)
  if condition then return end
  io.stderr:write(sentence .. '\n')
  vim.cmd('cquit 1')
end

vim.cmd('edit ' .. vim.env.POSTURE_FILE)
local buffer = vim.api.nvim_get_current_buf()
local id = vim.lsp.start_client({ name = 'posture', cmd = vim.json.decode(vim.env.POSTURE_SERVER), root_dir = vim.loop.cwd() })
check(id, 'the server was not started')
vim.lsp.buf_attach_client(buffer, id)
check(vim.wait(60000, function() return #vim.diagnostic.get(buffer) == 1 end, 20), 'no finding appeared')

assert(loadstring(vim.env.POSTURE_SNIPPET))()
vim.cmd('write')
check(not vim.bo[buffer].modified, 'the repair was made after the file was written')
check(vim.wait(60000, function() return #vim.diagnostic.get(buffer) == 0 end, 20), 'the finding did not go')
vim.lsp.stop_client(id)
vim.cmd('qall!')
