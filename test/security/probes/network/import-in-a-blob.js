// A module of its own that imports another.
// tries: import a module from memory, which the policy lets through, whose static import has the secret in its address
// must: have the policy refuse the module within it; nothing arrives
// refusal: Failed to fetch dynamically|error loading dynamically|Importing a module script failed|cannot be imported
// status: timeout
// timeout: 5000
// control: heard
const text = `import ${JSON.stringify(`${OUT}.mjs`)};`;
await import(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
console.log('escaped: the module was imported');
