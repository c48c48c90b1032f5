import react from '@vitejs/plugin-react';
import { glovebox } from 'glovebox/vite';
import { defineConfig } from 'vite';

export default defineConfig({ base: './', plugins: [react(), glovebox()] });
