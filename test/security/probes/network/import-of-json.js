// A file of data as a module.
// tries: import JSON from another server, with the attribute that says so
// must: be refused by the policy; nothing arrives
// refusal: Failed to fetch dynamically|error loading dynamically|Importing a module script failed|cannot be imported|import\(\)|SyntaxError
// status: timeout
// timeout: 5000
await import(`${OUT}.json`, { with: { type: 'json' } });
console.log('escaped: the data were imported');
