// Keys of model providers and of the tools around them. Gathered in November 2026.
import type { ProviderFormats } from './format.ts';

export const ai: readonly ProviderFormats[] = [
  {
    provider: 'OpenAI',
    instead: 'a project service account with a budget, kept in the secret store',
    revoke: 'https://platform.openai.com/api-keys',
    formats: [
      {
        id: 'openai-key',
        title: 'project key',
        shape: ['sk-proj-{b64u:74}T3BlbkFJ{b64u:74}', 'sk-proj-{b64u:58}T3BlbkFJ{b64u:58}', 'sk-proj-{b64u:20}T3BlbkFJ{b64u:20}'],
        risk: 'write',
      },
      {
        id: 'openai-service-key',
        title: 'service account key',
        shape: ['sk-svcacct-{b64u:74}T3BlbkFJ{b64u:74}', 'sk-svcacct-{b64u:58}T3BlbkFJ{b64u:58}', 'sk-svcacct-{b64u:20}T3BlbkFJ{b64u:20}'],
        risk: 'write',
      },
      {
        id: 'openai-admin-key',
        title: 'admin key',
        shape: ['sk-admin-{b64u:74}T3BlbkFJ{b64u:74}', 'sk-admin-{b64u:58}T3BlbkFJ{b64u:58}', 'sk-admin-{b64u:20}T3BlbkFJ{b64u:20}'],
        risk: 'full',
      },
      { id: 'openai-legacy-key', title: 'user key', shape: 'sk-{an:20}T3BlbkFJ{an:20}', risk: 'full' },
    ],
  },
  {
    provider: 'Anthropic',
    instead: 'workload identity where it is offered, or Bedrock or Vertex with a cloud identity',
    revoke: 'https://console.anthropic.com/settings/keys',
    formats: [
      { id: 'anthropic-key', title: 'API key', shape: 'sk-ant-api03-{b64u:93}AA', risk: 'write' },
      { id: 'anthropic-admin-key', title: 'admin key', shape: 'sk-ant-admin01-{b64u:93}AA', risk: 'full' },
      { id: 'anthropic-oauth-token', title: 'OAuth token', shape: 'sk-ant-{oat01|ort01}-{b64u:93}AA', risk: 'short-lived' },
    ],
  },
  {
    provider: 'Hugging Face',
    instead: 'a fine-grained token, or OIDC trusted publishing',
    revoke: 'https://huggingface.co/docs/hub/security-tokens',
    formats: [
      { id: 'huggingface-token', title: 'user access token', shape: 'hf_{alpha:34}', risk: 'write' },
      { id: 'huggingface-organization-token', title: 'organization token', shape: 'api_org_{alpha:34}', risk: 'write' },
    ],
  },
  { provider: 'Groq', formats: [{ id: 'groq-key', title: 'API key', shape: 'gsk_{an:52}', risk: 'write' }] },
  {
    provider: 'xAI',
    formats: [
      { id: 'xai-key', title: 'API key', shape: 'xai-{an:70-120}', risk: 'write' },
      { id: 'xai-management-key', title: 'management key', shape: 'xai-token-{an:80}', risk: 'full' },
    ],
  },
  { provider: 'Perplexity', formats: [{ id: 'perplexity-key', title: 'API key', shape: 'pplx-{an:48}', risk: 'write' }] },
  { provider: 'OpenRouter', formats: [{ id: 'openrouter-key', title: 'API key', shape: 'sk-or-v1-{hex:64}', risk: 'write' }] },
  {
    provider: 'Replicate',
    revoke: 'https://replicate.com/docs/topics/security/api-tokens',
    formats: [{ id: 'replicate-token', title: 'API token', shape: 'r8_{an:37}', risk: 'write' }],
  },
  { provider: 'Together AI', formats: [{ id: 'together-key', title: 'API key', shape: 'tgp_v1_{b64u:43}', risk: 'write' }] },
  { provider: 'Fireworks', formats: [{ id: 'fireworks-key', title: 'API key', shape: 'fw_{an:24}', risk: 'write' }] },
  { provider: 'Cerebras', formats: [{ id: 'cerebras-key', title: 'API key', shape: 'csk-{lan:48}', risk: 'write' }] },
  { provider: 'NVIDIA', formats: [{ id: 'nvidia-key', title: 'API key', shape: 'nvapi-{b64u:60-70}', risk: 'write' }] },
  {
    provider: 'LangSmith',
    formats: [
      { id: 'langsmith-token', title: 'personal token', shape: 'lsv2_pt_{hex:32}_{hex:10}', risk: 'write' },
      { id: 'langsmith-service-key', title: 'service key', shape: 'lsv2_sk_{hex:32}_{hex:10}', risk: 'write' },
    ],
  },
  { provider: 'Pinecone', formats: [{ id: 'pinecone-key', title: 'API key', shape: 'pcsk_{an:5-6}_{an:63}', risk: 'write' }] },
  { provider: 'Weights & Biases', formats: [{ id: 'wandb-key', title: 'API key', shape: 'wandb_v1_{an+_:77}', risk: 'write' }] },
  { provider: 'RunPod', formats: [{ id: 'runpod-key', title: 'API key', shape: 'rpa_{UAN:40}{an:6}', risk: 'full' }] },
  { provider: 'Jina AI', formats: [{ id: 'jina-key', title: 'API key', shape: 'jina_{an:60}', risk: 'write' }] },
  {
    provider: 'Tavily',
    formats: [{ id: 'tavily-key', title: 'API key', shape: ['tvly-{an:32-40}', 'tvly-dev-{an:32-40}'], risk: 'write' }],
  },
  { provider: 'Firecrawl', formats: [{ id: 'firecrawl-key', title: 'API key', shape: 'fc-{hex:32}', check: 'uuid4', risk: 'write' }] },
  { provider: 'Friendli', formats: [{ id: 'friendli-token', title: 'API token', shape: 'flp_{an:46}', risk: 'write' }] },
  { provider: 'MiniMax', formats: [{ id: 'minimax-key', title: 'API key', shape: 'sk-api-{b64u:119}', risk: 'write' }] },
  {
    provider: 'Devin',
    formats: [{ id: 'devin-key', title: 'API key', shape: ['apk_user_{b64+=:52-180}', 'cog_{b32l:52}'], risk: 'full' }],
  },
  {
    provider: 'Langfuse',
    formats: [
      { id: 'langfuse-key', title: 'secret key', shape: 'sk-lf-{uuid}', risk: 'write' },
      { id: 'langfuse-public-key', title: 'public key', shape: 'pk-lf-{uuid}', kind: 'publishable', risk: 'none' },
    ],
  },
  { provider: 'E2B', formats: [{ id: 'e2b-key', title: 'API key', shape: 'e2b_{hex:40}', risk: 'write' }] },
  { provider: 'Val Town', formats: [{ id: 'valtown-token', title: 'API token', shape: 'vtwn_{an:20-80}', risk: 'full' }] },
  {
    provider: 'Brave',
    formats: [{ id: 'brave-search-key', title: 'Search API key', shape: 'BSA{b64u:24-40}', near: ['brave'], risk: 'read' }],
  },
  { provider: 'Context7', formats: [{ id: 'context7-key', title: 'API key', shape: 'ctx7sk-{uuid}', risk: 'read' }] },
  { provider: 'Browserbase', formats: [{ id: 'browserbase-key', title: 'API key', shape: 'bb_live_{b64u:27}', risk: 'write' }] },
  { provider: 'Cartesia', formats: [{ id: 'cartesia-key', title: 'API key', shape: 'sk_car_{an:22}', risk: 'write' }] },
  { provider: 'Voiceflow', formats: [{ id: 'voiceflow-key', title: 'API key', shape: 'VF.DM.{hex:24}.{an:16}', risk: 'write' }] },
  { provider: 'Anyscale', formats: [{ id: 'anyscale-key', title: 'API key', shape: 'esecret_{lan:26}', risk: 'write' }] },
  {
    provider: 'Helicone',
    formats: [{ id: 'helicone-key', title: 'API key', shape: 'sk-helicone-{lan:7}-{lan:7}-{lan:7}-{lan:7}', risk: 'write' }],
  },
  {
    provider: 'Neptune',
    formats: [{ id: 'neptune-token', title: 'API token', shape: 'eyJhcGlfYWRkcmVzcyI6{b64+=:100-300}', risk: 'write' }],
  },
];
