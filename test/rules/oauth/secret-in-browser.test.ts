import { secretInBrowser } from '../../../rules/oauth/secret-in-browser.ts';
import { ruleTester, type Source } from '../../support/rule-tester.ts';

const page = (text: string): Source => ({ file: 'src/page.tsx', text: `export const x = ${text};\n` });

ruleTester(secretInBrowser, {
  valid: [
    { ...page('import.meta.env.VITE_STRIPE_PUBLISHABLE_KEY'), because: 'made to be public' },
    { ...page('process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY'), because: 'limited by the policies for rows' },
    { ...page('process.env.REACT_APP_FIREBASE_API_KEY'), because: 'names a project' },
    { ...page('process.env.NEXT_PUBLIC_SECRET_SANTA_URL'), because: 'a word of another name' },
    { ...page('process.env.NEXT_PUBLIC_FORGOT_PASSWORD'), because: 'a switch' },
    { ...page('process.env.OPENAI_API_KEY'), because: 'stays on the server' },
    {
      file: 'app/api/chat/route.ts',
      text: 'const key = process.env.NEXT_PUBLIC_OPENAI_API_KEY;\n',
      because: 'a file that no browser gets',
    },
    {
      file: 'app/actions.ts',
      text: "'use server';\nconst key = process.env.NEXT_PUBLIC_OPENAI_API_KEY;\n",
      because: 'a file that no browser gets',
    },
    { ...page('1;\n// process.env.NEXT_PUBLIC_OPENAI_API_KEY'), because: 'a comment' },
  ],
  invalid: [
    page('new OpenAI({ apiKey: import.meta.env.«VITE_OPENAI_API_KEY», dangerouslyAllowBrowser: true })'),
    page('new Groq({ apiKey: process.env.«NEXT_PUBLIC_GROQ_API_KEY» })'),
    page("process.env['«REACT_APP_CLIENT_SECRET»']"),
    page('process.env.«EXPO_PUBLIC_SUPABASE_SERVICE_ROLE_KEY»!'),
    page('import.meta.env.«VITE_ADMIN_PASSWORD»'),
  ],
});
