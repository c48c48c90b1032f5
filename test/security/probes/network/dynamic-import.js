// A module from another server.
// tries: import a module by its address
// must: be refused by the policy; nothing arrives
// refusal: Failed to fetch dynamically|error loading dynamically|Importing a module script failed|cannot be imported
// status: timeout
// timeout: 5000
// control: heard
await import(`${OUT}.mjs`);
console.log('escaped: the module was imported');
