// Origins and cookies of sessions, and states that a login leaves out: what stands, and what is open.
import type { Source } from '../../support/rule-tester.ts';

const file = (name: string, text: string): Source => ({ file: name, text });
const java = (text: string) => file('src/main/java/WebConfig.java', `package dev.acme;\n\n${text}`);
const spring = (text: string) =>
  java(
    `@Configuration\nclass WebConfig {\n    @Bean\n    CorsConfigurationSource cors() {\n        CorsConfiguration cors = new CorsConfiguration();\n${text}        return source(cors);\n    }\n}\n`,
  );
const mapping = (text: string) =>
  java(
    `class WebConfig implements WebMvcConfigurer {\n    public void addCorsMappings(CorsRegistry registry) {\n        registry.addMapping("/**")${text};\n    }\n}\n`,
  );
const nest = (text: string) =>
  file('src/main.ts', `import { NestFactory } from "@nestjs/core";\n\nconst app = await NestFactory.create(AppModule);\n${text}`);
const express = (text: string) => file('src/server.js', `const express = require('express');\nconst cors = require('cors');\n${text}`);
const flask = (text: string) =>
  file('src/app.py', `from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n${text}`);
const starlette = (text: string) => file('src/app.py', `from fastapi.middleware.cors import CORSMiddleware\n\n${text}`);
const gin = (text: string) =>
  file(
    'src/main.go',
    `package main\n\nimport "github.com/gin-contrib/cors"\n\nfunc open() gin.HandlerFunc {\n\treturn cors.New(cors.Config{\n${text}\t})\n}\n`,
  );
const passport = (options: string, made = 'new OAuth2Strategy') =>
  file(
    'src/login.js',
    `const OAuth2Strategy = require('passport-oauth2');\n\npassport.use(${made}({\n  authorizationURL: 'https://sso.acme.dev/authorize',\n  tokenURL: 'https://sso.acme.dev/token',\n  clientID: process.env.ID,\n  clientSecret: process.env.SECRET,\n${options}}, verify));\n`,
  );

export const originsThatStand = [
  {
    ...spring('        cors.setAllowedOriginPatterns(List.of("*"));\n        cors.setAllowCredentials(false);\n'),
    because: 'a service that takes tokens alone has no session to call with',
  },
  spring(
    '        cors.setAllowedOriginPatterns(List.of("https://*.acme.dev"));\n        cors.setAllowedHeaders(List.of("*"));\n        cors.setAllowCredentials(true);\n',
  ),
  mapping('.allowedOriginPatterns("https://acme.dev").allowedHeaders("*").allowCredentials(true)'),
  nest('app.enableCors({ origin: true });\n'),
  nest('app.enableCors({ origin: origins, credentials: true });\n'),
  {
    ...nest("if (process.env.NODE_ENV !== 'production') app.enableCors({ origin: true, credentials: true });\n"),
    because: 'it holds on the machine of a developer',
  },
  express(
    'app.use(cors({ origin: (origin, done) => (known.has(origin) ? done(null, true) : done(new Error("no"))), credentials: true }));\n',
  ),
  {
    ...express(
      "app.use((req, res, next) => {\n  if (origins.includes(req.headers.origin)) res.header('Access-Control-Allow-Origin', req.headers.origin);\n  res.header('Access-Control-Allow-Credentials', 'true');\n  next();\n});\n",
    ),
    because: 'the origin is looked up before it is answered with',
  },
  {
    ...express(
      "app.use((req, res, next) => {\n  res.header('Access-Control-Allow-Origin', '*');\n  res.header('Access-Control-Allow-Credentials', 'true');\n  next();\n});\n",
    ),
    because: 'browsers take no star together with credentials',
  },
  {
    ...file(
      'nginx/api.conf',
      'location / {\n    if ($http_origin ~* "^https://[a-z]+\\.acme\\.dev$") {\n        add_header Access-Control-Allow-Origin $http_origin;\n        add_header Access-Control-Allow-Credentials true;\n    }\n}\n',
    ),
    because: 'the origin is compared before',
  },
  flask('CORS(app, origins=["https://acme.dev"], supports_credentials=True)\n'),
  flask('CORS(app)\n'),
  flask('app.config["CORS_ORIGINS"] = ORIGINS\nCORS(app, supports_credentials=True)\n'),
  starlette('origins = ["*"]\napp.add_middleware(CORSMiddleware, allow_origins=origins, allow_methods=["*"])\n'),
  gin(
    '\t\tAllowCredentials: true,\n\t\tAllowOriginFunc: func(origin string) bool {\n\t\t\treturn strings.HasSuffix(origin, ".acme.dev")\n\t\t},\n',
  ),
  {
    ...gin(
      '\t\tAllowOriginFunc: func(origin string) bool { return true },\n\t})\n}\n\nfunc own() gin.HandlerFunc {\n\treturn cors.New(cors.Config{\n\t\tAllowOrigins: []string{"https://acme.dev"},\n\t\tAllowCredentials: true,\n',
    ),
    because: 'each of two configurations says one half',
  },
  passport("  callbackURL: '/back',\n  state: true,\n"),
  passport("  callbackURL: '/back',\n  store: new Store(),\n"),
  { ...passport("  callbackURL: '/back',\n  ...shared,\n"), because: 'what else is given to it stands elsewhere' },
  { ...passport("  callbackURL: '/back',\n", 'new Auth0Strategy'), because: 'it keeps a state unless it is told not to' },
  {
    ...file(
      'src/login.js',
      "const { Strategy: GitHubStrategy } = require('passport-github2');\n\npassport.use(new GitHubStrategy({ clientID, clientSecret, callbackURL }, verify));\napp.get('/back', (req, res, next) => (req.query.state === req.session.state ? next() : res.sendStatus(403)));\n",
    ),
    because: 'the program compares a state of its own',
  },
  {
    ...file(
      'src/Startup.cs',
      'services.AddOpenIddict().AddServer(options =>\n{\n    if (!settings.RequireHttps)\n        options.DisableHttpsRequirement();\n});\n',
    ),
    because: 'a setting decides',
  },
  file(
    'src/auth.ts',
    'import NextAuth from "next-auth";\n\nexport default NextAuth({ cookies: { sessionToken: { name: "a", options: { httpOnly: true, secure: isProd } } } });\n',
  ),
];

export const originsOpened = [
  spring(
    '        cors.setAllowedOriginPatterns(List.of(«"*"»));\n        cors.setAllowedHeaders(List.of("*"));\n        cors.setAllowCredentials(true);\n',
  ),
  spring('        cors.setAllowCredentials(Boolean.TRUE);\n        cors.addAllowedOrigin(«"*"»);\n'),
  mapping('\n                .allowedOriginPatterns(«"*"»)\n                .allowedHeaders("*")\n                .allowCredentials(true)'),
  mapping('.allowCredentials(true).allowedOrigins(«"*"»)'),
  java('@RestController\n@CrossOrigin(originPatterns = {«"*"»}, allowCredentials = "true")\nclass Users {}\n'),
  file(
    'src/Web.kt',
    'import org.springframework.web.cors.CorsConfiguration\n\nfun cors() = CorsConfiguration().apply {\n    allowedOriginPatterns = listOf(«"*"»)\n    allowCredentials = true\n}\n',
  ),
  nest('app.enableCors({ origin: «true», credentials: true });\n'),
  nest('app.enableCors({ credentials: true, origin: «true» });\n'),
  express('app.use(\n  cors({\n    origin: (origin, callback) => callback(null, «true»),\n    credentials: true,\n  }),\n);\n'),
  express('app.use(cors({ origin: function (origin, cb) {\n  // everyone\n  cb(null, «true»);\n}, credentials: true }));\n'),
  file('src/app.ts', 'import cors from "@fastify/cors";\n\nawait app.register(cors, { origin: «true», credentials: true });\n'),
  express(
    "app.use((req, res, next) => {\n  res.header('Access-Control-Allow-Origin', «req.headers.origin»);\n  res.header('Access-Control-Allow-Credentials', 'true');\n  next();\n});\n",
  ),
  file(
    'src/cors.go',
    'package api\n\nfunc cors(w http.ResponseWriter, r *http.Request) {\n\tw.Header().Set("Access-Control-Allow-Origin", «r.Header.Get("Origin")»)\n\tw.Header().Set("Access-Control-Allow-Credentials", "true")\n}\n',
  ),
  file(
    'public/api.php',
    "<?php\nheader(\"Access-Control-Allow-Origin: {«$_SERVER['HTTP_ORIGIN']»}\");\nheader('Access-Control-Allow-Credentials: true');\n",
  ),
  file(
    'src/views.py',
    'def answer(request):\n    response["Access-Control-Allow-Origin"] = «request.headers.get("Origin")»\n    response["Access-Control-Allow-Credentials"] = "true"\n',
  ),
  file(
    'nginx/api.conf',
    'location / {\n    add_header Access-Control-Allow-Origin «$http_origin» always;\n    add_header Access-Control-Allow-Credentials true;\n}\n',
  ),
  flask('CORS(app, «supports_credentials=True»)\n'),
  flask('CORS(app, resources={r"/*": {"origins": «"*"»}}, supports_credentials=True)\n'),
  starlette('app.add_middleware(\n    CORSMiddleware,\n    allow_credentials=True,\n    allow_origin_regex=«".*"»,\n)\n'),
  starlette(
    'origins = [\n    «"*"»,\n]\n\napp.add_middleware(\n    CORSMiddleware,\n    allow_origins=origins,\n    allow_credentials=True,\n)\n',
  ),
  gin(
    '\t\tAllowOrigins:     []string{"https://acme.dev"},\n\t\tAllowCredentials: true,\n\t\tAllowOriginFunc: func(origin string) bool {\n\t\t\treturn «true»\n\t\t},\n',
  ),
  gin(
    '\t\tAllowOriginFunc: func(origin string) bool { return «true» },\n\t\tAllowMethods: []string{"GET"},\n\t\tAllowCredentials: true,\n',
  ),
  {
    ...passport("  callbackURL: 'https://acme.dev/back',\n", 'new «OAuth2Strategy»'),
    message: 'state: true',
    suggestions: [passport("  callbackURL: 'https://acme.dev/back',\n").text.replace('({\n', '({\n  state: true,\n')],
  },
  file(
    'src/google.strategy.ts',
    'import { PassportStrategy } from "@nestjs/passport";\nimport { Strategy } from "passport-google-oauth20";\n\nexport class GoogleStrategy extends PassportStrategy(Strategy, "google") {\n  constructor() {\n    «super»({ clientID: process.env.ID, clientSecret: process.env.SECRET, callbackURL: `${process.env.URL}/back`, scope: ["email"] });\n  }\n}\n',
  ),
  file(
    'src/auth.ts',
    'import NextAuth from "next-auth";\n\nexport default NextAuth({ cookies: { sessionToken: { name: "a", options: { httpOnly: true, secure: «false» } } } });\n',
  ),
  file('config/initializers/session_store.rb', "Rails.application.config.session_store :cookie_store, key: '_acme', secure: «false»\n"),
  file(
    'src/store.go',
    'package web\n\nimport "github.com/gorilla/sessions"\n\nfunc init() {\n\tstore.Options = &sessions.Options{\n\t\tPath:   "/",\n\t\tSecure: «false»,\n\t}\n}\n',
  ),
  file(
    'src/Startup.cs',
    'services.ConfigureApplicationCookie(options =>\n{\n    options.Cookie.SecurePolicy = «CookieSecurePolicy.None»;\n});\n',
  ),
];
