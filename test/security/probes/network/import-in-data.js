// A module from a data: address that imports another.
// tries: import text from a data: address, whose static import has the secret in its address
// must: be refused by the policy; nothing arrives
// refusal: Failed to fetch dynamically|error loading dynamically|Importing a module script failed|cannot be imported
// status: timeout
// timeout: 5000
// control: heard
const text = `import ${JSON.stringify(`${OUT}.mjs`)};`;
await import(`data:text/javascript,${encodeURIComponent(text)}`);
console.log('escaped: the module was imported');
