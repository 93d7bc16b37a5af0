// Services that are signed in to with a key of their own, by name: before `key` such a name says as much as `api` does,
// `FINNHUB_KEY`, `tomtom: { key: … }`, `https://api.acme-weather.io/v1?key=…`. One word each, in small letters. Left out
// is what is an English word, what programs say of something else (`jira_key` is an issue, `figma_key` a file, `redis_key`
// an entry), and whoever gives the same key to every browser. Gathered in November 2026.

const names = new Set(
  (
    'ably abstractapi abuseipdb accuweather adafruit adafruitio adyen adzuna africastalking aftership airvisual aiven akamai alchemer ' +
    'alchemyapi alconost alegra alibaba aliyun alphavantage amadeus ankr anthropic anyscale apideck apiflash apifonica apifootball apify ' +
    'apilayer apimatic apininjas apisports apitemplate appfollow appoptics apptivo appveyor arbiscan artifactory asana assemblyai atera audd ' +
    'avalara avaza aviationstack aweber axonaut aylien ayrshare azuredevops backblaze balldontlie bannerbear baremetrics betterstack ' +
    'bigcommerce billomat binance birdeye bitbar bitcoinaverage bitfinex bitgo bitly bitmex bitquery bitrise bitstamp bittrex bitwarden ' +
    'blazemeter blockfrost blocknative blynk bombbomb borgbase braintree brandfetch braze brevo brex brightdata browserbase browserstack ' +
    'browshot bscscan budibase bugherd buildkite bulksms bullhorn bunnycdn buttercms bybit calendarific calendly calorieninjas campayn ' +
    'capsulecrm cartesia cashfree caspio censys cerebras chainstack chargebee chargify chartmogul checkr checkvist circleci clarifai clearbit ' +
    'clickhelp clicksend clickup clockify cloudconvert cloudflare cloudimage cloudmersive cloudns cloudsight cloudsmith cloudways codacy ' +
    'codeclimate codecov codefresh codemagic cohere coinapi coinbase coingecko coinglass coinlayer coinmarketcap conekta confluent ' +
    'constantcontact contentful contentstack convertapi convertkit copyscape coralogix covalent coveralls crawlbase cronitor crowdin ' +
    'cryptocompare cryptopanic currencyfreaks currencylayer currencyscoop currentsapi customerio databricks datadog deepai deepgram deepl ' +
    'deepseek desec detectify detectlanguage dialpad diffbot digicert digitalocean dnsimple docparser documo docusign dronahq duckdns dwolla ' +
    'dynadot dynatrace dyspatch easypost edamam edenai elasticemail elevenlabs emailoctopus eodhd eodhistoricaldata etherscan ethplorer etsy ' +
    'eventbrite everhour exchangerate exchangerateapi exchangeratesapi faceplusplus fast2sms fastforex fastly fastspring fauna feedly filebase ' +
    'filestack finage financialmodelingprep finicity finnhub fireblocks firecrawl fireworksai fixerio flickr flightlabs flutterwave ' +
    'footballdata formspree formstack foursquare freshbooks freshdesk freshsales freshservice frontapp ftmscan fullcontact gandi gateio ' +
    'geckoboard gengo geoapify geocodify geocodio geoipify getresponse giantbomb gitguardian glassnode gnews gocardless godaddy gorgias ' +
    'grafana graphhopper groq gtmetrix gumroad gyazo happyscribe hcaptcha helcim helicone helius hellosign helpcrunch helpscout heroku hetzner ' +
    'heygen holidayapi honeycomb hootsuite hubspot huggingface hunterio huobi hypeauditor hyperbrowser ibmcloud iconfinder iexcloud imagekit ' +
    'imgbb imgix imperva incidentio infobip infura insightly instamojo integromat intrinio ipapi ipdata ipgeolocation ipify ipinfo ipinfodb ' +
    'ipqualityscore ipstack jfrog jfrogart jotform jsonbin jumpcloud jumpseller kajabi kaltura keycdn kickbox klarna klaviyo klipfolio kraken ' +
    'kucoin kustomer lacework langfuse langsmith languagelayer lastfm launchdarkly leadfeeder lemlist leonardoai linkedin linkpreview linode ' +
    'livechat llamacloud locationiq logdna loggly logicmonitor logzio lokalise loyverse lunarcrush magicbell mailboxlayer mailchimp mailerlite ' +
    'mailersend mailgun mailjet mailmodo mailsac mailtrap mandrill mapquest marketaux marketstack mattermost maxmind mediastack meilisearch ' +
    'meistertask meraki mercadopago messagebird messagemedia messari metaapi mexc midtrans mindmeister mistral mixmax mockaroo moengage mollie ' +
    'mondaycom monkeylearn moosend moralis msg91 namecheap namesilo nasdaqdatalink netlify netsuite neutrinoapi neverbounce newrelic newsapi ' +
    'newscatcher newsdata nexmo ngrok nicehash nightfall nomics nordigen northflank novu numverify nutritionix nvidia nylas nytimes oanda okta ' +
    'okx omdb omdbapi omise omnisend onelogin onesignal onfido openai opencage opencagedata opendatasoft openrouter opensea openuv openweather ' +
    'openweathermap opsgenie ovh owlbot oxylabs packagecloud pagerduty pandadoc pandascore parsehub parseur partnerstack pastebin paymongo ' +
    'paypal paystack paytm payu pdfcrowd pdflayer pdfshift peopledatalabs pepipost perplexity pexels phantombuster pinata pinecone pingdom ' +
    'pipedream pipedrive pivotaltracker pixabay plaid planetscale plivo podio poloniex polygonscan porkbun positionstack postageapp postmark ' +
    'printful productboard promptlayer proxycrawl pulumi pushbullet pushover pushwoosh qdrant qualtrics qualys quandl quickbase quickbooks ' +
    'quicknode rapidapi rawg razorpay rebrandly recraft recurly revolut ringcentral riotgames rocketreach runpod salesblink salesforce ' +
    'salesmate sambanova saucelabs scaleway scraperapi scraperbox scrapestack scrapfly scrapingant scrapingbee scrapingdog screenshotapi ' +
    'screenshotlayer securitytrails sendbird sendgrid sendinblue sendpulse serpapi serper serphouse serpstack shipengine shippo shipstation ' +
    'shodan shopify shotstack shutterstock signalwire signnow siliconflow sinch skybiometry smartsheet smartystreets snaptrade snipcart ' +
    'snowtrace snyk socketdev sonarcloud sonarqube sparkpost splunk spoonacular sportmonks sportradar sportsdataio squarespace stabilityai ' +
    'statuscake statuspage stockdata stormglass storyblok strava stripe stytch sumologic supabase supertokens surveymonkey surveysparrow ' +
    'synthesia tailscale talkdesk tatumio tavily tavus taxjar teamgate teamviewer telegram telesign telnyx termii testingbot textlocal ' +
    'textmagic themoviedb theoddsapi thesportsdb thinkific thousandeyes ticketmaster tiingo timezonedb tinify tinypng tmdb todoist togetherai ' +
    'toggl tomorrowio tomtom tradier trakt transferwise travelpayouts traveltime travisci trengo twelvedata twilio twingate twitch typeform ' +
    'typesense ubidots unsplash upcdatabase upstash uptimerobot uptrace urlscan userstack vatlayer vercel veriff veriphone vimeo virustotal ' +
    'visualcrossing voiceflow vonage voucherify voyageai vultr wakatime wandb wasabi weatherapi weatherbit weatherstack webflow wepay whoisxml ' +
    'whoisxmlapi wistia wolframalpha woocommerce wordsapi worldcoinindex worldnewsapi worldpay worldweatheronline wpengine wrike xendit xero ' +
    'yandex yelp yotpo youneedabudget yousign zapier zendesk zenrows zenscrape zenserp zeplin zerobounce zerotier zipcodeapi zoho zomato ' +
    'zoominfo zulip zuora'
  ).split(' '),
);

/** Services are written as one word or as several: `openweathermap`, `OpenWeatherMap`. */
const mostWords = 3;

/** How many of the words before `end` name a service: `open`, `weather`, `map`; 0 where none do. The words are those of `wordsOf`. */
export function wordsOfService(words: readonly string[], end: number): number {
  let found = 0;
  for (let count = 1, name = ''; count <= mostWords && count <= end; count++) {
    name = words[end - count]! + name;
    if (names.has(name)) found = count;
  }
  return found;
}

/** True where the words before `end` name a service. */
export const namesService = (words: readonly string[], end: number): boolean => wordsOfService(words, end) > 0;

/** A word that a service's name ends in `key` or `token`, written together: `finnhubkey`. */
export function joinsService(word: string, ending: string): boolean {
  return word.endsWith(ending) && names.has(word.slice(0, -ending.length));
}

/** True where any of the words, or some that stand together, name a service. */
export const nameAnyService = (words: readonly string[]): boolean => words.some((_, index) => namesService(words, index + 1));

/** True for a name that is a service's and says nothing else: `shodan`, `VirusTotal`, `open-weather`. */
export const isService = (name: string): boolean => names.has(name.toLowerCase().replace(/[-_ ]/g, ''));
