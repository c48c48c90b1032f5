import 'glovebox/widget';
