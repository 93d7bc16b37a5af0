// Services that are signed in to with a key of their own, by name: before `key` such a name says as much as `api` does,
// `FINNHUB_KEY`, `tomtom: { key: … }`, `https://api.acme-weather.io/v1?key=…`. One word each, in small letters. Left out
// is what is an English word, what programs say of something else (`jira_key` is an issue, `figma_key` a file, `redis_key`
// an entry), and whoever gives the same key to every browser. Gathered in November 2026.

const names = new Set(
  (
    'abuseipdb accuweather adafruit adafruitio adzuna airvisual aiven alconost alegra alibaba aliyun alphavantage amadeus anthropic apideck apiflash apify apilayer apimatic ' +
    'appfollow apptivo artifactory assemblyai avalara aviationstack axonaut aylien ayrshare azuredevops bannerbear baremetrics billomat bitbar bitfinex bitgo bitly bitmex bittrex blazemeter ' +
    'blocknative bombbomb borgbase braintree brandfetch browserstack browshot bscscan bugherd bulksms buttercms calendarific calendly campayn capsulecrm caspio censys chartmogul ' +
    'checkvist circleci clarifai clearbit clickhelp clicksend clickup clockify cloudconvert cloudflare cloudmersive cloudsmith cloudways codacy codecov codeclimate cohere coinapi ' +
    'coinbase coingecko coinlayer coinmarketcap confluent contentful contentstack convertapi convertkit copyscape coveralls crowdin cryptocompare currencyfreaks currencylayer ' +
    'currencyscoop currentsapi databricks datadog deepai deepgram deepl deepseek detectify detectlanguage diffbot digitalocean docparser documo docusign dronahq dwolla dynadot ' +
    'dynatrace dyspatch easypost edamam edenai elasticemail elevenlabs emailoctopus etherscan ethplorer etsy everhour exchangerate exchangerateapi exchangeratesapi faceplusplus ' +
    'fastforex fastly fastspring feedly filestack finage financialmodelingprep finicity finnhub fixerio flickr flightlabs flutterwave formstack foursquare freshbooks freshdesk ' +
    'fullcontact geckoboard gengo geoapify geocodify geocodio geoipify getresponse gitguardian glassnode gocardless godaddy graphhopper groq gtmetrix gumroad gyazo happyscribe ' +
    'helcim hellosign helpcrunch helpscout heroku hetzner holidayapi hubspot huggingface hunterio hypeauditor ibmcloud iconfinder iexcloud imagekit imgbb imgix infobip infura ' +
    'insightly integromat intrinio ipapi ipdata ipgeolocation ipify ipinfo ipinfodb ipqualityscore ipstack jfrog jfrogart jotform jsonbin jumpcloud jumpseller kaltura kickbox klaviyo klipfolio ' +
    'kraken kucoin languagelayer lastfm launchdarkly leadfeeder lemlist linkedin linkpreview linode locationiq lokalise loyverse magicbell mailboxlayer mailchimp mailerlite ' +
    'mailersend mailgun mailjet mailmodo mailsac mandrill mapquest marketstack mattermost maxmind mediastack meistertask meraki messagebird messari metaapi mindmeister mistral ' +
    'mockaroo mollie monkeylearn moosend moralis nasdaqdatalink netlify neutrinoapi newrelic newsapi newscatcher newsdata nexmo ngrok nicehash nordigen numverify nutritionix nylas nytimes ' +
    'oanda okta omnisend onelogin onfido openai opencage opencagedata opendatasoft openrouter openuv openweather openweathermap opsgenie owlbot packagecloud pagerduty pandadoc ' +
    'pandascore parsehub parseur partnerstack pastebin paymongo paypal paystack pdflayer pdfshift peopledatalabs pepipost perplexity pexels pinecone pingdom pipedream pipedrive ' +
    'pivotaltracker pixabay plaid planetscale plivo poloniex positionstack postageapp postmark printful proxycrawl pulumi pushbullet pushover quickbase rapidapi rawg razorpay ' +
    'rebrandly recurly ringcentral riotgames rocketreach runpod salesblink salesforce salesmate saucelabs scaleway scraperapi scraperbox scrapestack scrapfly scrapingant scrapingbee ' +
    'scrapingdog screenshotapi screenshotlayer securitytrails sendbird sendgrid sendinblue serpapi serphouse serpstack shippo shodan shopify shotstack shutterstock signalwire ' +
    'skybiometry smartsheet smartystreets snipcart snyk sparkpost splunk spoonacular sportmonks sportradar squarespace statuscake statuspage stockdata stormglass storyblok strava ' +
    'stripe surveymonkey surveysparrow tatumio taxjar teamgate teamviewer telegram telesign telnyx testingbot textmagic thinkific ticketmaster tiingo timezonedb todoist togetherai ' +
    'tomtom tomorrowio tradier transferwise travelpayouts travisci twelvedata twilio twitch typeform ubidots unsplash upcdatabase uptimerobot urlscan userstack vatlayer vercel ' +
    'veriphone virustotal visualcrossing voyageai vultr wakatime weatherapi weatherbit weatherstack webflow whoisxml whoisxmlapi wistia wolframalpha wordsapi worldcoinindex ' +
    'worldweatheronline wpengine yandex youneedabudget yousign zapier zendesk zenrows zenscrape zenserp zerobounce zipcodeapi zulip'
  ).split(' '),
);

/** Services are written as one word or as several: `openweathermap`, `OpenWeatherMap`. */
const mostWords = 3;

/** True where the words before `end` name a service: `open`, `weather`, `map`. The words are those of `wordsOf`. */
export function namesService(words: readonly string[], end: number): boolean {
  for (let count = 1, name = ''; count <= mostWords && count <= end; count++) {
    name = words[end - count]! + name;
    if (names.has(name)) return true;
  }
  return false;
}

/** A word that a service's name ends in `key` or `token`, written together: `finnhubkey`. */
export function joinsService(word: string, ending: string): boolean {
  return word.endsWith(ending) && names.has(word.slice(0, -ending.length));
}

/** True where any of the words, or some that stand together, name a service. */
export const nameAnyService = (words: readonly string[]): boolean => words.some((_, index) => namesService(words, index + 1));
