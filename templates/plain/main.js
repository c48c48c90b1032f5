import { Sandbox } from 'glovebox/sandbox';

const sandbox = await Sandbox.create();
const { output } = await sandbox.run('{{question}}');
document.querySelector('pre').textContent = output;
