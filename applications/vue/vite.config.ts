import vue from '@vitejs/plugin-vue';
import { glovebox } from 'glovebox/vite';
import { defineConfig } from 'vite';

export default defineConfig({ base: './', plugins: [vue(), glovebox()] });
