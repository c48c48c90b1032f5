import { createApp } from 'vue';
import Words from './Words.vue';

createApp(Words).mount('#root');
